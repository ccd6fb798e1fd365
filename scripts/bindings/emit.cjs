// A process of its own: `node emit.cjs CORE TOOLS OUT < schema.json`. The generators look for terraform when they are loaded, and log.
const { createRequire } = require("node:module");
const { join } = require("node:path");
const { json } = require("node:stream/consumers");

const [, , core, tools, out] = process.argv;
const load = createRequire(join(tools, "package.json"));
const { ConstructsMakerProviderTarget, TerraformProviderConstraint } = load(`@${core}/commons`);
// The packages' own entries load jsii, which cdktf's does not bring.
const built = { cdktf: "lib", cdktn: "build" }[core];
const { TerraformProviderGenerator } = load(`@${core}/provider-generator/${built}/get/generator/provider-generator`);
const { CodeMaker } = load("codemaker");

json(process.stdin).then(({ schema, constraint }) => {
  const generator = new TerraformProviderGenerator(new CodeMaker(), schema);
  generator.generate(new ConstructsMakerProviderTarget(new TerraformProviderConstraint(constraint), "typescript"));
  return generator.save(out);
});
