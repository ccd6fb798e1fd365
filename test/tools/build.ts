// `node test/tools/build.ts`: builds or finds everything that the tests and the bench take from outside, and says where.
import { controlPlaneAssets } from "./control-plane.ts";
import { terraformProgram, terraformWithActions, timeProvider } from "./terraform-programs.ts";

const steps = {
  "control-plane": controlPlaneAssets,
  terraform: () => terraformProgram("terraform"),
  "terraform-with-actions": terraformWithActions,
  opentofu: () => terraformProgram("tofu"),
  "provider-time": timeProvider,
} as const;

const asked = process.argv.slice(2);
for (const [name, find] of Object.entries(steps)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  const tool = await find();
  if ("missing" in tool) process.exitCode = 1;
  console.log(`${name}: ${"missing" in tool ? tool.missing : "path" in tool ? tool.path : tool.directory}`);
}
