import { UsageError } from "./usage-error.ts";

/** A command of `tokapi`. Each is loaded when it is called, so that none pays for another. */
interface Command {
  readonly usage: string;
  readonly help: string;
  run(args: readonly string[]): Promise<number>;
}

const commands: Readonly<Record<string, Command>> = {
  demo: {
    usage: "demo [--for 40s] [--json] [--context NAME] [--plain]",
    help: "Everything on this machine: emulated gateways, an API server, the operator, and clients that must not notice a rotation.",
    run: async (args) => (await import("./demo/command.ts")).runDemo(args),
  },
  operator: {
    usage: "operator",
    help: "The Kubernetes operator; configured by environment variables, `tokapi operator --help` lists them.",
    run: async (args) => (await import("./operator-command.ts")).runOperatorCommand(args),
  },
  emulator: {
    usage: "emulator new-api|sub2api [--profile P] [--port N] [--seed wire|empty|FILE] [--limits] [--json]",
    help: "An emulated gateway on loopback, faithful to a server version.",
    run: async (args) => (await import("./emulator-command.ts")).runEmulator(args),
  },
  provider: {
    usage: "provider install [--mirror DIR | --dev] [--terraform | --tofu]",
    help: "Puts the Terraform provider where `terraform init` and `tofu init` find it, and says what it did.",
    run: async (args) => (await import("./provider/command.ts")).runProvider(args),
  },
  init: {
    usage: "init [--cdktn] [FOLDER]",
    help: "A CDKTF project that runs, in an empty folder; --cdktn: for CDK Terrain, the maintained successor.",
    run: async (args) => (await import("./init/command.ts")).runInit(args),
  },
  import: {
    usage:
      "import --gateway URL [--as hcl|yaml] [--cdktn] [--name NAME …] [--encrypt-to RECIPIENT … | --store-in-state] [--namespace NAME]",
    help: "Prints declarations that take over the keys of an account as they are. Credentials come from the environment.",
    run: async (args) => (await import("./import/command.ts")).runImport(args),
  },
  crd: {
    usage: "crd [--rbac]",
    help: "Prints the custom resource definitions, or the operator's rights, for kubectl apply -f -.",
    run: async (args) => (await import("./crd-command.ts")).runCrd(args),
  },
};

/** Runs `tokapi ARGS` and answers the exit code: 0 well, 1 failed, 2 called wrongly. */
export async function runCommand(args: readonly string[]): Promise<number> {
  const [name, ...rest] = args;
  const command = name === undefined ? undefined : commands[name];
  if (command) {
    try {
      return await command.run(rest);
    } catch (error) {
      process.stderr.write(`tokapi ${name}: ${error instanceof Error ? error.message : String(error)}\n`);
      return isUsage(error) ? 2 : 1;
    }
  }
  const lines = Object.values(commands).map(({ usage, help }) => `  tokapi ${usage}\n      ${help}`);
  const text = `Usage:\n${lines.join("\n")}\n`;
  if (name === undefined || name === "help" || name === "--help" || name === "-h") {
    process.stdout.write(text);
    return 0;
  }
  process.stderr.write(`tokapi: unknown command "${name}"\n${text}`);
  return 2;
}

/** A wrong call: said by us, or by Node's own parser of options. */
function isUsage(error: unknown): boolean {
  const { code } = (error ?? {}) as { code?: unknown };
  return error instanceof UsageError || (typeof code === "string" && code.startsWith("ERR_PARSE_ARGS"));
}
