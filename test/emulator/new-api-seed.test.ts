import { describe, expect, it } from "@jest/globals";
import { startNewApi } from "../../emulator/new-api/index.ts";
import { profileNames } from "../../emulator/new-api/profile.ts";
import { start, unlimited } from "./new-api-client.ts";

describe("New API emulator, set-up", () => {
  it.each(profileNames)("serves a key end to end as %s", async (profile) => {
    await using rig = await start(profile);
    const { id, text } = await rig.create(unlimited("end-to-end"));
    expect((await rig.use(text)).at<{ id: string }[]>("data").map(({ id }) => id)).toContain("gpt-4o-mini");
    expect((await rig.call("DELETE", `/api/token/${id}`)).at("success")).toBe(true);
    expect((await rig.use(text)).status).toBe(401);
  });

  it("starts a fresh server without users", async () => {
    await using emulator = disposable(await startNewApi({ profile: "v1.0.0-rc.24" }));
    expect(emulator.credentials).toEqual({});
    const state = await (await fetch(`${emulator.panelURL}/api/setup`)).json();
    expect(state).toMatchObject({ data: { status: false } });
  });

  it("takes users, groups, prices and channels from data", async () => {
    const seed = {
      users: [
        { name: "boss", role: "root", quotaUSD: 1 },
        { name: "team", quotaUSD: 5, group: "gold", accessToken: "a-known-token" },
      ],
      groups: { gold: { ratio: 2, desc: "Gold", usable: true } },
      models: { "m-1": 1, "m-2": null },
      channels: [{ name: "c", models: ["m-1", "m-2"], groups: ["gold"] }],
    };
    await using rig = await start("v1.0.0-rc.24", { seed });
    expect(rig.emulator.credentials).toMatchObject({ accessToken: "a-known-token", userId: "2", rootUserId: "1" });
    expect((await rig.call("GET", "/api/user/self")).at("data")).toMatchObject({ quota: 2_500_000, group: "gold" });
    const { text } = await rig.create(unlimited("a"));
    expect((await rig.use(text)).at<{ id: string }[]>("data").map(({ id }) => id)).toEqual(["m-1"]);
  });

  it("says what is wrong with a profile or a seed", async () => {
    await expect(startNewApi({ profile: "v9" })).rejects.toThrow(/unknown New API profile "v9"; known: v1.0.0-rc.24/);
    const profile = "v1.0.0-rc.24";
    await expect(startNewApi({ profile, seed: { users: [] } })).rejects.toThrow("seed.users must be a list");
    await expect(startNewApi({ profile, seed: { users: [{ name: "x", role: "king" }] } })).rejects.toThrow(
      "role of seed",
    );
  });
});

function disposable<T extends { close(): Promise<void> }>(emulator: T): T & AsyncDisposable {
  return Object.assign(emulator, { [Symbol.asyncDispose]: () => emulator.close() });
}
