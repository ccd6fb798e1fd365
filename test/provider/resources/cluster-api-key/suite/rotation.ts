import { expect, it } from "@jest/globals";
import { TOK_API_KEYS } from "../../../../../operator/resources/addresses.ts";
import { clusterApiKeyRotate } from "../../../../../provider/resources/cluster-api-key/resource.ts";
import { type Declaring, declaring, errorsOf, name, type Suite } from "./suite.ts";

/** Invokes the action; answers its progress. */
async function rotate({ world, key }: Declaring, config: object = {}): Promise<readonly string[]> {
  const messages: string[] = [];
  const whole = { namespace: world.namespace, name, compromised: null, timeout: "30s", ...config };
  await clusterApiKeyRotate.invoke(key.client, whole, (message) => void messages.push(message), key.call());
  return messages;
}

/** The action that asks for a new key. */
export const rotation: Suite = (server) => {
  it(
    "rotation: the action brings another key, tells how it goes, and both work in the overlap; the resource is unchanged",
    declaring(server, async (given) => {
      const { world, key, declared } = given;
      const written = declared({ rotation: { overlap: "1h" } });
      await key.apply(written);
      const first = (await world.secret(name))!;
      const messages = await rotate(given);
      expect(messages[0]).toContain("the Secret holds revision 1");
      expect(messages.at(-1)).toBe("Revision 2 is Current.");
      const second = (await world.secret(name))!;
      expect(second).not.toBe(first);
      expect([await world.tokModel.use(first), await world.tokModel.use(second)]).toEqual([200, 200]);
      await key.refresh();
      expect(key.state.revision).toBe(2);
      expect((await key.plan(written)).changes).toBe(false);
      await rotate(given);
      expect((await world.ready(name, 3)).revision).toBe(3);
    }),
  );

  it(
    "rotation: a compromised key dies as soon as its successor is delivered, also the second time",
    declaring(server, async (given) => {
      const { world, key, declared } = given;
      await key.apply(declared({ rotation: { overlap: "1h" } }));
      for (const revision of [2, 3]) {
        await rotate(given, { compromised: true });
        await world.until(
          name,
          "the old key is gone",
          ({ keys = [] }) => keys.length === 1 && keys[0]?.revision === revision,
        );
      }
      expect(world.tokModel.emulator.ledger.live()).toHaveLength(1);
    }),
  );

  it(
    "rotation: one that does not come says why",
    declaring(server, async (given) => {
      const { world, key, declared } = given;
      await key.apply(declared({ suspend: true, group: world.tokModel.group }));
      const [error] = await errorsOf(rotate(given, { timeout: "1s" }));
      expect(error?.summary).toContain("is not finished");
      expect(error?.detail).toContain("spec.suspend is true");
      expect((await errorsOf(rotate(given, { name: "nobody-here" })))[0]?.detail).toContain("not found");
      expect((await world.get(name, TOK_API_KEYS)).metadata.annotations).toBeDefined();
    }),
  );
};
