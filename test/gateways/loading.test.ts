import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, it } from "@jest/globals";

const index = new URL("../../gateways/index.ts", import.meta.url).href;
const transport = new URL("../../gateways/transports/node-transport.ts", import.meta.url).href;

/** Opens a gateway in a process of its own, at an address where nobody listens, and tells which files that loaded. */
const program = (driver: string, credentials: object) => `
  import { registerHooks } from "node:module";
  const loaded = [];
  registerHooks({ load: (url, context, next) => { loaded.push(url); return next(url, context); } });
  const { openGateway } = await import(${JSON.stringify(index)});
  const { nodeTransport } = await import(${JSON.stringify(transport)});
  const before = loaded.splice(0);
  const deps = { transport: nodeTransport, now: Date.now, random: Math.random, sleep: async () => {} };
  const config = { driver: "${driver}", panelURL: "http://127.0.0.1:9", credentials: ${JSON.stringify(credentials)} };
  const { reason } = await openGateway(config, deps).catch((error) => error);
  console.log(JSON.stringify({ before, opening: loaded, reason }));
`;

it.each([
  ["new-api", "sub2api", { accessToken: "pat-0123456789", userId: 2 }],
  ["sub2api", "new-api", { email: "ops@example.com", password: "p4ssw0rd-secret" }],
])("%s is loaded when it is opened, %s not at all, and undici never", (driver, other, credentials) => {
  const options = { encoding: "utf8", cwd: fileURLToPath(new URL("../..", import.meta.url)) } as const;
  const said = execFileSync(process.execPath, ["--input-type=module", "-e", program(driver, credentials)], options);
  const { before, opening, reason } = JSON.parse(said) as { before: string[]; opening: string[]; reason: string };
  expect(reason).toBe("Unreachable");
  const files = (part: string, urls: readonly string[]) => urls.filter((url) => url.includes(part));
  expect(files(`/gateways/${driver}/driver.ts`, opening)).toHaveLength(1);
  expect(files("/gateways/new-api/", before).concat(files("/gateways/sub2api/", before))).toEqual([]);
  expect(files(`/gateways/${other}/`, opening)).toEqual([]);
  expect(files("/undici", [...before, ...opening])).toEqual([]);
});
