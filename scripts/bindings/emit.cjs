// A process of its own: `node emit.cjs TOOLS OUT < schema.json`. The generator looks for terraform when it is loaded, and logs.
const { createRequire } = require("node:module");
const { join } = require("node:path");
const { json } = require("node:stream/consumers");

const [, , tools, out] = process.argv;
const load = createRequire(join(tools, "package.json"));
const { ConstructsMakerProviderTarget, TerraformProviderConstraint } = load("@cdktf/commons");
// The package's own entry asks for jsii, which it does not bring.
const { TerraformProviderGenerator } = load("@cdktf/provider-generator/lib/get/generator/provider-generator");
const { CodeMaker } = load("codemaker");

json(process.stdin).then(({ schema, constraint }) => {
  const generator = new TerraformProviderGenerator(new CodeMaker(), schema);
  generator.generate(new ConstructsMakerProviderTarget(new TerraformProviderConstraint(constraint), "typescript"));
  return generator.save(out);
});
