import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { nameProblem, ownerMarker, parseRemoteName, remoteName, remoteNameBytes } from "../../core/names.ts";

const anyName = fc
  .stringMatching(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/)
  .filter((name) => name.length >= 3 && name.length <= 63);
const anyUid = fc.uuid();

describe("a name that people give a key", () => {
  it.each(["prod-api-server", "staging-batch-summaries", "ci", "web", "keycloak", "test-runner-ci", "api-key-rotator"])(
    "%s tells the use, or is at least no placeholder",
    (name) => {
      expect(nameProblem(name.length < 3 ? `${name}-runner` : name)).toBeUndefined();
    },
  );

  it.each(["key", "key1", "keys", "test", "test2", "testing", "my-key", "api-key", "my-api-key-3", "tmp", "foo"])(
    "%s is refused with advice",
    (name) => {
      const problem = nameProblem(name);
      expect(problem).toContain(name);
      expect(problem).toContain("prod-api-server");
    },
  );

  it.each(["default", "new", "token", "secret", "untitled", "example", "ab", "x"])("%s says nothing", (name) => {
    expect(nameProblem(name)).toContain("does not say what the key is for");
  });

  it.each(["Prod", "prod_api", "-prod", "prod-", "prod api", "prod.api", "prøduction", "", "prod\n"])(
    "%j has characters or ends that a name may not have",
    (name) => {
      expect(nameProblem(name)).toContain("lower-case letters, digits and hyphens");
    },
  );

  it("of 63 characters is fine, of 64 is not, and the complaint stays short", () => {
    expect(nameProblem(`a${"b".repeat(62)}`)).toBeUndefined();
    const problem = nameProblem(`a${"b".repeat(500)}`);
    expect(problem).toContain("longer than 63");
    expect(problem!.length).toBeLessThan(100);
  });
});

describe("a name at the gateway", () => {
  const marker = ownerMarker("cluster-1", "0b5ad2a4-1111-4c11-9b1f-1d3d1f8f2a11");

  it("shows the readable part first, then the marker, then the revision", () => {
    expect(remoteName("prod-api-server", marker, 7)).toBe(`prod-api-server.${marker}.r7`);
  });

  it("never exceeds what old New API servers take, and is always found again", () => {
    fc.assert(
      fc.property(anyName, anyUid, fc.integer({ min: 1, max: 999_999_999 }), (name, uid, revision) => {
        const owner = ownerMarker("cluster-1", uid);
        const remote = remoteName(name, owner, revision);
        expect(Buffer.byteLength(remote)).toBeLessThanOrEqual(remoteNameBytes);
        expect(remote).toMatch(/^[a-z0-9][a-z0-9.-]*$/);
        expect(parseRemoteName(remote)).toEqual({ marker: owner, revision });
      }),
    );
  });

  it("is the same on every call: a lost answer is found by it", () => {
    expect(remoteName("prod-api-server", marker, 3)).toBe(remoteName("prod-api-server", marker, 3));
    expect(ownerMarker("cluster-1", "u")).toBe(ownerMarker("cluster-1", "u"));
  });

  it("ends the cut readable part on a letter or digit, and copes with a name of no letters", () => {
    expect(remoteName("abcdefghijklmnop-qrstuv", marker, 12)).toBe(`abcdefghijklmnop.${marker}.r12`);
    expect(remoteName("---", marker, 1)).toBe(`key.${marker}.r1`);
    expect(remoteName("Prøduktion Süd", marker, 1)).toBe(`pr-duktion-s-d.${marker}.r1`);
  });

  it.each(["prod-api-server", "x.k3f9x2ab", "x.k3f9x2ab.r0", "x.k3f9x2ab.r07", "x.k3f9x2abc.r7", "x.K3F9X2AB.r7"])(
    "%s is none of ours",
    (name) => {
      expect(parseRemoteName(name)).toBeUndefined();
    },
  );

  it.each(["x.k3f9x2ab.r7 (copy)", "x.k3f9x2ab.r7.old", "x.l3f9x2ab.r7", "x.k3f9x2ab.r1234567890"])(
    "%s was made by hand from one of ours and is left alone",
    (name) => {
      expect(parseRemoteName(name)).toBeUndefined();
    },
  );
});

describe("the owner's marker", () => {
  it("has eight unmistakable characters", () => {
    fc.assert(
      fc.property(fc.string(), anyUid, (cluster, uid) => {
        expect(ownerMarker(cluster, uid)).toMatch(/^[abcdefghijkmnpqrstuvwxyz2-9]{8}$/);
      }),
    );
  });

  it("differs for ten thousand resources of one cluster, and for one resource in two clusters", () => {
    const markers = new Set<string>();
    for (let count = 0; count < 10_000; count++) {
      markers.add(ownerMarker("c", `7d1f0c3e-0000-4000-8000-${String(count).padStart(12, "0")}`));
    }
    expect(markers.size).toBe(10_000);
    expect(ownerMarker("east", "same")).not.toBe(ownerMarker("west", "same"));
  });

  it("uses its whole alphabet in every place, so that forty bits are forty bits", () => {
    const seen = Array.from({ length: 8 }, () => new Set<string>());
    for (let count = 0; count < 2_000; count++) {
      const marker = ownerMarker("c", `uid-${count}`);
      for (const [place, characters] of seen.entries()) characters.add(marker[place]!);
    }
    for (const characters of seen) expect(characters.size).toBe(32);
  });
});
