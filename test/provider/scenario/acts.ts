import type { ScenarioGateway } from "./gateway.ts";
import type { Act } from "./schema.ts";
import type { Stage } from "./stage.ts";

/** Does one thing at a gateway, as people or fate do. */
export async function act(stage: Stage, gateway: ScenarioGateway, what: Act): Promise<void> {
  const { console, emulator } = gateway;
  const id = async (reference: string) => (await stage.key(reference)).key.id;
  if (what.revoke !== undefined) await console.remove(await id(what.revoke));
  if (what.disable !== undefined) await console.disable(await id(what.disable));
  if (what.enable !== undefined) await console.enable(await id(what.enable));
  if (what.create !== undefined) await console.create(what.create);
  if (what.use !== undefined) await console.use((await stage.key(what.use)).key.text);
  if (what.edit !== undefined) {
    const { key, ...change } = what.edit;
    await console.edit(await id(key), given(change));
  }
  if (what.fault !== undefined) {
    const { call, ...rule } = what.fault;
    gateway.fault(call, given(rule));
  }
  if (what.calm) emulator.faults.clear();
  if (what.state !== undefined) emulator.state(what.state);
  if (what.expireToken) expireToken(gateway);
}

function expireToken({ kind, emulator }: ScenarioGateway): void {
  if (kind !== "sub2api") throw new Error("only tokens of Sub2API expire; let New API answer 401 by a fault");
  emulator.state({ newJwtSecret: true });
}

/** The fields that were written: an absent one is not the same as undefined to those who spread it. */
function given<Fields extends object>(fields: Fields): { [Name in keyof Fields]: Exclude<Fields[Name], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [Name in keyof Fields]: Exclude<Fields[Name], undefined>;
  };
}
