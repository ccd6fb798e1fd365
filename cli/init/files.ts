/** What the constructs stand on. */
export type Core = "cdktf" | "cdktn";

interface Project {
  /** The package's name. */
  readonly name: string;
  readonly core: Core;
  /** The version or place of the package tokapi. */
  readonly tokapi: string;
}

const versions: Readonly<Record<Core, string>> = { cdktf: "^0.21.0", cdktn: "^0.24.0" };

/** The files of a new project, by name. */
export function projectFiles({ name, core, tokapi }: Project): Readonly<Record<string, string>> {
  return {
    "package.json": json({
      name,
      private: true,
      type: "module",
      scripts: { synth: "node main.ts", types: "tsc" },
      // The newest constructs that both cores go with.
      dependencies: { [core]: versions[core], constructs: "~10.7.2", tokapi },
      devDependencies: { "@types/node": "^24.0.0", typescript: "^7.0.2" },
      engines: { node: ">=22.19" },
    }),
    "cdktf.json": json({
      language: "typescript",
      app: "node main.ts",
      projectId: name,
      sendCrashReports: "false",
      terraformProviders: [],
      terraformModules: [],
      context: {},
    }),
    "main.ts": mainText(core),
    "tsconfig.json": json({
      compilerOptions: {
        target: "es2023",
        module: "nodenext",
        types: ["node"],
        strict: true,
        noEmit: true,
        // Node runs the program as it is, and strips types only.
        erasableSyntaxOnly: true,
        verbatimModuleSyntax: true,
        allowImportingTsExtensions: true,
      },
      include: ["*.ts"],
    }),
    "README.md": readmeText(name, core),
    ".gitignore": "node_modules/\ncdktf.out/\n*.tfstate*\n",
  };
}

function mainText(core: Core): string {
  const library = core === "cdktf" ? "tokapi/constructs" : "tokapi/constructs/cdktn";
  return `import { App, TerraformStack } from "${core}";
import { ApiKey, Environment, Gateway, KeyDelivery, Quota, Rotation } from "${library}";

const app = new App();
const gateway = new Gateway(app, "tokmodel", { preset: "TokModel" });

const stack = new TerraformStack(app, "prod");
const prod = new Environment(stack, "prod", { gateway });

new ApiKey(prod, "api-server", {
  name: "prod-api-server",
  owner: "platform-team",
  quota: Quota.total(50), // USD, over all rotations
  rotation: Rotation.every("30d"),
  // The key in clear in the state, for a first look. KeyDelivery.encrypted("age1…") keeps it readable to you only, and
  // KeyDelivery.operator() out of Terraform altogether.
  delivery: KeyDelivery.terraformState(),
});

app.synth();
`;
}

function readmeText(name: string, core: Core): string {
  return `# ${name}

Keys for LLM gateways, declared in \`main.ts\`.

\`\`\`sh
npm install
npx tokapi provider install          # once per machine: terraform init finds the provider tok then
npm run synth                        # writes cdktf.out/stacks/prod/cdk.tf.json
export TOKAPI_ACCESS_TOKEN=… TOKAPI_USER_ID=…   # the account; Sub2API: TOKAPI_EMAIL and TOKAPI_PASSWORD
terraform -chdir=cdktf.out/stacks/prod init
terraform -chdir=cdktf.out/stacks/prod plan
terraform -chdir=cdktf.out/stacks/prod apply
\`\`\`

No account at hand? \`npx tokapi emulator new-api --port 4010\` runs a gateway on this machine and prints what to export. In
\`main.ts\` it is \`new Gateway(app, "tokmodel", { driver: "new-api", panelUrl: "http://127.0.0.1:4010" })\`.

Keys that there are already: \`npx tokapi import --gateway https://tokmodel.com\` prints declarations that take them over.

The command line of ${core === "cdktf" ? "CDKTF, with Node 22," : "CDK Terrain"} works as well, and is not needed:
\`npx ${core}-cli@${versions[core].slice(1)} deploy --skip-provider-lock\`, for the provider of this machine is in no registry.
`;
}

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
