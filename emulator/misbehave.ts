import type { ServerResponse } from "node:http";
import type { Fault } from "./faults.ts";
import type { Answer } from "./http.ts";

const page = "<!doctype html><html><head><title>Welcome</title></head><body><div id=root></div></body></html>";
const blanks = " ".repeat(16 * 1024);

/** Carries out a fault. `answer` is what the server would have said, if the request took effect. */
export async function answerBadly(fault: Fault, answer: Answer | undefined, response: ServerResponse): Promise<void> {
  switch (fault.kind) {
    case "reset-before":
    case "reset-after":
      response.socket?.resetAndDestroy();
      return;
    case "timeout":
      return;
    case "half-body":
      return halfBody(answer, response);
    case "endless-body":
      return endlessBody(response);
    case "html":
      response.writeHead(200, { "Content-Type": "text/html; charset=utf-8" }).end(page);
      return;
    case "redirect":
      response.writeHead(302, { Location: fault.location ?? "/" }).end();
      return;
    case "empty-200":
      response.writeHead(200, { "Content-Length": "0" }).end();
      return;
    default: {
      const body = fault.body ?? "";
      const headers = { "Content-Length": String(Buffer.byteLength(body)), ...fault.headers };
      response.writeHead(fault.status ?? 500, headers).end(body);
    }
  }
}

async function halfBody(answer: Answer | undefined, response: ServerResponse): Promise<void> {
  const body = Buffer.from(answer?.body ?? "{}");
  const headers = { ...answer?.headers, "Content-Length": String(body.length) };
  response.writeHead(answer?.status ?? 200, headers);
  await new Promise<void>((resolve) => {
    response.write(body.subarray(0, Math.floor(body.length / 2)), () => resolve());
  });
  response.socket?.destroy();
}

/** Honest about back pressure, so that a client which stops reading costs nothing. */
function endlessBody(response: ServerResponse): Promise<void> {
  response.writeHead(200, { "Content-Type": "application/json; charset=utf-8" });
  response.write('{"success":true,"data":');
  return new Promise((resolve) => {
    response.on("close", () => resolve());
    const pour = () => {
      while (!response.destroyed && response.write(blanks)) {
        // Filling the socket's buffer; "drain" calls again.
      }
    };
    response.on("drain", pour);
    pour();
  });
}
