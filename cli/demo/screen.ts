import { styleText } from "node:util";
import { parseInstant } from "../../core/time.ts";
import type { KubeObject } from "../../operator/kube/resource.ts";
import type { Application } from "./applications.ts";
import { statusOf, type Tally } from "./tally.ts";

type Style = Parameters<typeof styleText>[0];

/** What there is to show at one moment. */
export interface Scene {
  readonly objects: ReadonlyMap<string, KubeObject>;
  readonly applications: readonly Application[];
  readonly tally: Tally;
  readonly elapsedMs: number;
  readonly now: number;
  readonly hints: readonly string[];
  /** The last events, newest last. */
  readonly news: readonly string[];
}

const colour: Readonly<Record<string, Style>> = {
  Planned: "gray",
  Issued: "yellow",
  Verified: "yellow",
  Current: "green",
  Retiring: "cyan",
  Disabled: "magenta",
  Revoked: "red",
};

/** One frame of the screen: who holds which key, what state each key is in, what happens next. */
export function frame(scene: Scene, width: number): string {
  const { tally, elapsedMs } = scene;
  const names = Math.max(...scene.applications.map(({ part }) => part.name.length), 12);
  const head = `${pad("APPLICATION", names)}  HOLDS  ${pad("NEXT ROTATION", 14)} REQUESTS  FAILED  KEYS AT THE GATEWAY`;
  const failed =
    tally.failed === 0 ? styleText("green", "0 failed") : styleText(["red", "bold"], `${tally.failed} failed`);
  const lines = [
    `${styleText("bold", "tokapi demo")}  ${clock(elapsedMs)}   ${tally.rotations} rotations   ${tally.requests} requests   ${failed}   ${tally.keysCreated} keys made, ${tally.keysLive} live, ${tally.leaked} leaked`,
    "",
    styleText("dim", head),
    ...scene.applications.map((application) => row(application, scene, names)),
    "",
    ...scene.news.map((line) => styleText("dim", line)),
    "",
    ...scene.hints,
  ];
  return lines.map((line) => cut(line, width)).join("\n");
}

function row({ part, revision, requests, failed }: Application, { objects, now }: Scene, names: number): string {
  const object = objects.get(part.name);
  const status = object ? statusOf(object) : {};
  const keys = (status.keys ?? []).map((key) =>
    styleText(colour[key.state] ?? "white", `r${key.revision} ${key.state}`),
  );
  const bad = failed === 0 ? pad("0", 6) : styleText("red", pad(String(failed), 6));
  const via = part.reads === "file" ? "" : styleText("dim", " (reads at start)");
  return `${pad(part.name, names)}  ${pad(revision === 0 ? "-" : `r${revision}`, 5)}  ${pad(nextOf(status, now), 14)} ${pad(String(requests), 8)}  ${bad}  ${keys.join("  ")}${via}`;
}

function nextOf(status: ReturnType<typeof statusOf>, now: number): string {
  const rotating = status.conditions?.find(({ type }) => type === "Rotating");
  if (rotating?.status === "True") return "under way";
  const at = parseInstant(status.nextRotationAt ?? "");
  if (at === undefined) return "-";
  return at <= now ? "due" : `in ${((at - now) / 1000).toFixed(0)} s`;
}

function pad(text: string, width: number): string {
  return text.padEnd(width);
}

function clock(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  return `${String(Math.floor(seconds / 60)).padStart(2, "0")}:${String(seconds % 60).padStart(2, "0")}`;
}

/** Cuts a line at the terminal's width; what only colours takes no room. */
function cut(line: string, width: number): string {
  let room = width;
  const [first = "", ...rest] = line.split("\u001b");
  let text = first.slice(0, room);
  room -= text.length;
  for (const piece of rest) {
    const end = piece.indexOf("m") + 1;
    const shown = piece.slice(end, end + Math.max(0, room));
    room -= shown.length;
    text += `\u001b${piece.slice(0, end)}${shown}`;
  }
  return text;
}

/** Draws frames over each other in a terminal, and leaves the last one behind. */
export class Screen {
  readonly #out: NodeJS.WriteStream;

  constructor(out: NodeJS.WriteStream) {
    this.#out = out;
    out.write("\u001b[?1049h\u001b[?25l");
  }

  draw(text: string): void {
    this.#out.write(`\u001b[H${text.split("\n").join("\u001b[K\n")}\u001b[J`);
  }

  close(last: string): void {
    this.#out.write(`\u001b[?25h\u001b[?1049l${last}\n`);
  }
}
