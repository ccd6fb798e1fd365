import { execFile, spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { needing } from "../../support/needing.ts";
import { startTestServer, type TestServer, WIDGETS, widget } from "./client.ts";

interface Ran {
  code: number;
  out: string;
  err: string;
}

function run(args: readonly string[], env: NodeJS.ProcessEnv, input = ""): Promise<Ran> {
  return new Promise((resolve) => {
    const child = execFile("kubectl", args, { env }, (error, out, err) => {
      const code = error ? (typeof error.code === "number" ? error.code : -1) : 0;
      resolve({ code, out: out.trim(), err: err.trim() });
    });
    child.stdin?.end(input);
  });
}

const present = (await run(["version", "--client"], process.env)).code === 0;
const kubectlProgram = needing(
  present ? {} : { missing: "NOT TESTED with kubectl: there is none on this machine's PATH" },
);

kubectlProgram.describe("kubectl works against the embedded API server", () => {
  let home: string;
  let test: TestServer;
  let env: NodeJS.ProcessEnv;
  const kubectl = (args: string, input?: string): Promise<Ran> => run(args.split(" "), env, input);
  const manifest = (spec: unknown, name = "one"): string => JSON.stringify(widget(name, spec, { labels: { a: "b" } }));

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), "tokapi-kubectl-"));
    test = await startTestServer({ rolloutDelayMs: 50 });
    const config = join(home, "kubeconfig");
    await writeFile(config, test.server.kubeconfig());
    const editor = join(home, "editor.sh");
    await writeFile(editor, `#!/bin/sh\nsed -i 's/size: 2/size: 5/' "$1"\n`, { mode: 0o755 });
    env = { PATH: process.env.PATH, HOME: home, KUBECONFIG: config, EDITOR: editor };
    await kubectl(`wait --for=condition=Established crd/widgets.example.dev`);
  }, 30_000);

  afterAll(async () => {
    await test?.[Symbol.asyncDispose]();
    await rm(home, { recursive: true, force: true });
  });

  it("apply creates, leaves alone, and changes", async () => {
    expect((await kubectl("apply -f -", manifest({ size: 1 }))).out).toBe("widget.example.dev/one created");
    expect((await kubectl("apply -f -", manifest({ size: 1 }))).out).toBe("widget.example.dev/one unchanged");
    expect((await kubectl("apply -f -", manifest({ size: 2 }))).out).toBe("widget.example.dev/one configured");
  });

  it("apply says what is wrong with a manifest", async () => {
    const invalid = await kubectl("apply -f -", manifest({ size: 0 }, "bad"));
    expect(invalid.err).toContain("spec.size in body should be greater than or equal to 1");
    const unknown = await kubectl("apply -f -", manifest({ size: 1, nope: 1 }, "bad"));
    expect(unknown.err).toContain('unknown field "spec.nope"');
  });

  it("get prints the columns of the definition", async () => {
    const { out } = await kubectl("get wd");
    expect(out.split("\n").map((line) => line.split(/\s{2,}/))).toEqual([
      ["NAME", "SIZE", "READY", "WHEN", "AGE"],
      ["one", "2", expect.any(String)],
    ]);
  });

  it("get reads JSONPath, labels, fields and categories", async () => {
    expect((await kubectl("get wd one -o jsonpath={.spec.size}")).out).toBe("2");
    expect((await kubectl("get toys -l a=b -o name")).out).toBe("widget.example.dev/one");
    expect((await kubectl("get wd --field-selector spec.colour=red -o name")).out).toBe("");
  });

  it("apply --server-side reports a conflict, and takes over when told", async () => {
    const refused = await kubectl("apply --server-side -f -", manifest({ size: 3 }));
    expect(refused.err).toContain('conflict with "kubectl-client-side-apply" using example.dev/v1: .spec.size');
    const taken = await kubectl("apply --server-side --force-conflicts -f -", manifest({ size: 2 }));
    expect(taken.out).toBe("widget.example.dev/one serverside-applied");
  });

  it("diff shows what would change, and changes nothing", async () => {
    const { code, out } = await kubectl("diff -f -", manifest({ size: 9 }));
    expect([code, out]).toEqual([1, expect.stringContaining("+  size: 9")]);
    expect((await kubectl("get wd one -o jsonpath={.spec.size}")).out).toBe("2");
  });

  it("edit stores what the editor leaves", async () => {
    expect((await kubectl("edit wd one")).out).toBe("widget.example.dev/one edited");
    expect((await kubectl("get wd one -o jsonpath={.spec.size}")).out).toBe("5");
  });

  it("label, annotate and patch change their part", async () => {
    await kubectl("label wd one x=y");
    await kubectl("annotate wd one note=hello");
    await kubectl('patch wd one --type merge -p {"spec":{"size":6}}');
    await kubectl('patch wd one --type json -p [{"op":"add","path":"/spec/colour","value":"blue"}]');
    const { body } = await test.call("GET", `${WIDGETS}/one`);
    expect([body.metadata?.labels, body.spec]).toEqual([
      { a: "b", x: "y" },
      expect.objectContaining({ size: 6, colour: "blue" }),
    ]);
    expect(body.metadata?.annotations).toMatchObject({ note: "hello" });
    await kubectl("label wd one x-");
    expect((await kubectl("annotate wd one note=again")).err).toContain("--overwrite is false");
  });

  it("wait sees a condition come", async () => {
    const waiting = kubectl("wait --for=condition=Ready wd/one --timeout=10s");
    await kubectl(
      'patch wd one --subresource=status --type merge -p {"status":{"conditions":[{"type":"Ready","status":"True"}]}}',
    );
    expect((await waiting).out).toBe("widget.example.dev/one condition met");
  });

  it("get -w prints changes as they come", async () => {
    const child = spawn("kubectl", ["get", "wd", "one", "-w", "--no-headers"], { env });
    const lines: string[] = [];
    for await (const line of createInterface({ input: child.stdout })) {
      lines.push(line);
      if (lines.length === 1) void kubectl('patch wd one --type merge -p {"spec":{"size":7}}');
      if (lines.length === 2) break;
    }
    child.kill();
    expect(lines.map((line) => line.split(/\s+/)[1])).toEqual(["6", "7"]);
  }, 20_000);

  it("describe and explain tell about objects and fields", async () => {
    expect((await kubectl("describe wd one")).out).toContain("Size:    7");
    expect((await kubectl("explain wd.spec.colour")).out).toMatch(/ENUM:\s+red\s+green\s+blue/);
    expect((await kubectl("explain secret.data")).out).toContain("FIELD: data");
  });

  it("events shows what was told about an object", async () => {
    const { body: one } = await test.call("GET", `${WIDGETS}/one`);
    const { uid } = one.metadata as { uid: string };
    const tell = async (name: string, type: string, reason: string) => {
      const event = {
        ...{ apiVersion: "events.k8s.io/v1", kind: "Event", metadata: { name, namespace: "default" } },
        ...{ eventTime: "2027-01-15T08:00:00.000000Z", type, reason, note: `${reason} it is`, action: "Test" },
        ...{ reportingController: "tokapi.dev/test", reportingInstance: "one" },
        regarding: { apiVersion: "example.dev/v1", kind: "Widget", namespace: "default", name: "one", uid },
      };
      expect((await kubectl("create -f -", JSON.stringify(event))).out).toBe(`event.events.k8s.io/${name} created`);
    };
    await tell("one.1", "Normal", "Planned");
    await tell("one.2", "Warning", "KeyLost");
    const rows = (await kubectl("events --for widget/one")).out.split("\n").map((line) => line.split(/\s{2,}/));
    expect(rows[0]).toEqual(["LAST SEEN", "TYPE", "REASON", "OBJECT", "MESSAGE"]);
    expect(rows.slice(1).map(([, ...rest]) => rest)).toEqual(
      expect.arrayContaining([
        ["Normal", "Planned", "Widget/one", "Planned it is"],
        ["Warning", "KeyLost", "Widget/one", "KeyLost it is"],
      ]),
    );
    const warnings = await kubectl("events --for widget/one --types Warning --no-headers");
    expect(warnings.out).toMatch(/^\S+\s+Warning\s+KeyLost/);
    expect((await kubectl("events --for widget/other")).err).toContain("No events found");
    expect((await kubectl("describe wd one")).out).toContain("KeyLost it is");
  });

  it("create writes built-in kinds in kubectl's own encoding", async () => {
    expect((await kubectl("create secret generic s --from-literal=a=b")).out).toBe("secret/s created");
    expect((await kubectl("get secret s -o jsonpath={.type}:{.data.a}")).out).toBe("Opaque:Yg==");
    expect((await kubectl("create role r --verb=get --resource=secrets")).out).toContain("created");
  });

  it("auth says what may be done: everything, by whoever has the token", async () => {
    expect((await kubectl("auth can-i create secrets")).out).toBe("yes");
    expect((await kubectl("auth can-i update widgets.example.dev/status --all-namespaces")).out).toBe("yes");
    expect((await kubectl("auth can-i --list")).out).toMatch(/^\*\.\*\s/m);
    expect((await kubectl("auth whoami -o jsonpath={.status.userInfo.username}")).out).not.toBe("");
  });

  it("rollout restart and status follow a deployment", async () => {
    await kubectl("create deployment web --image=nginx");
    expect((await kubectl("rollout restart deploy web")).out).toBe("deployment.apps/web restarted");
    expect((await kubectl("rollout status deploy web --timeout=10s")).out).toContain("successfully rolled out");
  }, 20_000);

  it("apply --prune deletes what the manifests no longer hold", async () => {
    await kubectl("apply -f -", manifest({ size: 1 }, "two"));
    const pruned = await kubectl(
      "apply --prune -l a=b --prune-allowlist=example.dev/v1/Widget -f -",
      manifest({ size: 1 }, "three"),
    );
    expect(pruned.out).toContain("widget.example.dev/two pruned");
  });

  it("delete waits until the object is gone", async () => {
    expect((await kubectl("delete wd three")).out).toBe('widget.example.dev "three" deleted');
    expect((await kubectl("get wd three")).err).toBe(
      'Error from server (NotFound): widgets.example.dev "three" not found',
    );
  });
});
