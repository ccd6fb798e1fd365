import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

/** One line of the recording. */
export interface WireRecord {
  step: string;
  why: string;
  request: {
    method: string;
    path: string;
    headers?: Record<string, string>;
    body?: unknown;
  } | null;
  response?: { status: number; headers?: Record<string, string>; body?: unknown };
  measured?: Record<string, unknown>;
}

/** The recording of a real 0.1.179 server, in the order sent. */
export function readRecording(): WireRecord[] {
  const file = new URL("../wire/sub2api-0.1.179.jsonl.gz", import.meta.url);
  return gunzipSync(readFileSync(file))
    .toString()
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as WireRecord);
}
