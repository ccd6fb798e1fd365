import { X509Certificate } from "node:crypto";
import { existsSync, mkdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { ownCertificate } from "../../../../provider/protocol/process/certificate.ts";
import { connect } from "../client.ts";
import { clientCertificate, fakeHost, served, temporaryFolder } from "./fake-host.ts";

const withTls = { PLUGIN_CLIENT_CERT: clientCertificate.cert };

describe("the start", () => {
  it("by hand is explained and refused", async () => {
    const host = fakeHost({ TF_PLUGIN_MAGIC_COOKIE: "another" });
    await served(host);
    expect([host.exits, host.announced]).toEqual([[1], []]);
    expect(host.complaints.join()).toContain('the provider "exercise" 1.0.0');
  });

  it("is one line with a certificate that is exactly its own, never padded", async () => {
    for (let round = 0; round < 10; round += 1) {
      const { host, fields, certificate } = await served(fakeHost(withTls));
      expect(host.announced).toHaveLength(1);
      expect(fields.slice(0, 5)).toEqual(["1", "6", "unix", fields[3], "grpc"]);
      expect(fields[5]).toMatch(/^[A-Za-z0-9+/]{51,}$/);
      expect(new X509Certificate(certificate).subjectAltName).toBe("DNS:localhost");
      host.leave();
    }
  });

  it("without a certificate of the client has none either", async () => {
    const { host, fields, connect: dial } = await served(fakeHost());
    expect(fields[5]).toBe("");
    const client = await dial();
    expect((await client.call("/grpc.health.v1.Health/Check", { 1: "plugin" })).messages[0]?.number(1)).toBe(1);
    client.close();
    host.leave();
  });

  it("uses a socket that only this user can reach, and takes it away in the end", async () => {
    const { host, address } = await served(fakeHost());
    const folder = dirname(address);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    host.leave();
    expect(existsSync(folder)).toBe(false);
  });

  it("uses the folder that the client names, unless a socket's path would be too long there", async () => {
    const folder = temporaryFolder();
    const long = join(folder.path, "x".repeat(100));
    mkdirSync(long);
    const near = await served(fakeHost({ PLUGIN_UNIX_SOCKET_DIR: folder.path }));
    expect(near.address.startsWith(folder.path)).toBe(true);
    const far = await served(fakeHost({ PLUGIN_UNIX_SOCKET_DIR: long }));
    expect(far.address.startsWith("/tmp/")).toBe(true);
    near.host.leave();
    far.host.leave();
    folder.remove();
  });

  it("listens on a port where there are no unix sockets, one after the other in the range that was wished", async () => {
    const range = { PLUGIN_MIN_PORT: "23450", PLUGIN_MAX_PORT: "23459" };
    const first = await served(fakeHost(range, "win32"));
    const second = await served(fakeHost(range, "win32"));
    const ports = [first, second].map(({ fields }) => [fields[2], Number(fields[3]?.split(":")[1])] as const);
    expect(ports.map(([network]) => network)).toEqual(["tcp", "tcp"]);
    expect(ports[1]![1]).toBeGreaterThan(ports[0]![1]);
    expect(ports.every(([, port]) => port >= 23450 && port <= 23459)).toBe(true);
    first.host.leave();
    second.host.leave();
  });

  it("with a certificate of the client that is none ends in one line of the log", async () => {
    const pem = clientCertificate.cert;
    const broken = fc.oneof(
      fc.string({ minLength: 1 }),
      fc
        .base64String({ minLength: 4 })
        .map((text) => `-----BEGIN CERTIFICATE-----\n${text}\n-----END CERTIFICATE-----\n`),
      fc.nat({ max: pem.length - 60 }).map((at) => `${pem.slice(0, at + 30)}?${pem.slice(at + 31)}`),
    );
    await fc.assert(
      fc.asyncProperty(broken, async (text) => {
        const host = fakeHost({ PLUGIN_CLIENT_CERT: text });
        await served(host);
        // Some texts hold no certificate at all and trust nobody; the others cannot be read.
        if (host.announced.length === 0) expect([host.exits, host.complaints.length]).toEqual([[1], 1]);
        host.leave();
      }),
      { numRuns: 100 },
    );
  });
});

describe("mutual TLS", () => {
  it("takes the client whose certificate was announced", async () => {
    const { host, connect: dial } = await served(fakeHost(withTls));
    const client = await dial();
    expect((await client.call("GetMetadata")).status).toBe(0);
    client.close();
    host.leave();
  });

  it.each(["none", "another one"])("refuses a client with %s", async (which) => {
    const { host, address, certificate } = await served(fakeHost(withTls));
    const other = ownCertificate(new Date());
    const own = which === "none" ? {} : { key: other.key, cert: other.cert };
    await expect(connect(address, { ca: certificate, ...own })).rejects.toThrow();
    host.leave();
  });

  it("refuses versions of TLS before 1.2, and plain text", async () => {
    const { host, address, certificate } = await served(fakeHost(withTls));
    const { key, cert } = clientCertificate;
    const old = { minVersion: "TLSv1.1", maxVersion: "TLSv1.1" } as const;
    await expect(connect(address, { ca: certificate, key, cert, ...old })).rejects.toThrow();
    await expect(connect(address)).rejects.toThrow();
    host.leave();
  });
});

describe("the end", () => {
  it("comes when the client wishes it, after the answer and after calls in flight", async () => {
    const { host, connect: dial } = await served(fakeHost());
    const client = await dial();
    const stdio = client.stream("/plugin.GRPCStdio/StreamStdio");
    const silence = (async () => {
      for await (const _ of stdio.messages) throw new Error("somebody spoke");
    })();
    expect((await client.call("/plugin.GRPCController/Shutdown")).status).toBe(0);
    await silence;
    client.close();
    expect(await host.exited()).toBe(0);
    host.leave();
  });

  it("does not wait for a client that keeps its connection for longer than that gives it", async () => {
    const { host, connect: dial } = await served(fakeHost());
    const client = await dial();
    await client.call("/plugin.GRPCController/Shutdown");
    host.fire(1_500);
    expect(await host.exited()).toBe(0);
    client.close();
    host.leave();
  });

  it("comes a minute after the start if nobody ever came", async () => {
    const { host } = await served(fakeHost());
    expect(host.waiting).toEqual([60_000]);
    host.fire(60_000);
    expect(host.exits).toEqual([0]);
    host.leave();
  });

  it("comes two seconds after the last connection closed, if none is opened meanwhile", async () => {
    const { host, connect: dial } = await served(fakeHost());
    const one = await dial();
    expect(host.waiting).toEqual([]);
    const closed = new Promise((resolve) => one.session.once("close", resolve));
    one.close();
    await closed;
    await until(() => host.waiting.length === 1);
    expect(host.waiting).toEqual([2_000]);
    const two = await dial();
    expect(host.waiting).toEqual([]);
    two.close();
    await until(() => host.waiting.length === 1);
    host.fire(2_000);
    expect(host.exits).toEqual([0]);
    host.leave();
  });
});

/** The other side of a socket learns a moment later. */
async function until(done: () => boolean): Promise<void> {
  while (!done()) await new Promise(setImmediate);
}
