import type { Answer, Request } from "../http.ts";
import type { Router } from "../router.ts";
import { foreign, keyNotFound, ok, refuse } from "./answers.ts";
import { asUser } from "./guard.ts";
import { type Key, keyView } from "./key.ts";
import { createKey } from "./keys-create.ts";
import { listKeys } from "./keys-list.ts";
import { updateKey } from "./keys-update.ts";
import { beforeRevocation } from "./revocation.ts";
import type { User } from "./users.ts";
import type { World } from "./world.ts";

/** The routes below `/api/v1/keys`. */
export function addKeyRoutes(router: Router, world: World): void {
  const byId = (handler: (request: Request, user: User, id: number) => Answer | Promise<Answer>) =>
    asUser(world, (request, user) => {
      const id = idOf(request.params.id);
      return id === undefined ? refuse(400, "Invalid key ID") : handler(request, user, id);
    });
  router.add(
    "GET",
    "/api/v1/keys",
    asUser(world, (request, user) => listKeys(world, request, user)),
  );
  router.add(
    "POST",
    "/api/v1/keys",
    asUser(world, (request, user) => createKey(world, request, user)),
  );
  router.add(
    "GET",
    "/api/v1/keys/:id",
    byId((_, user, id) => getKey(world, user, id)),
  );
  router.add(
    "PUT",
    "/api/v1/keys/:id",
    byId((request, user, id) => updateKey(world, request, user, id)),
  );
  router.add(
    "DELETE",
    "/api/v1/keys/:id",
    byId((_, user, id) => deleteKey(world, user, id)),
  );
}

const largest = 2n ** 63n - 1n;

/** A number in the path; undefined for text and for what does not fit 64 bits. */
export function idOf(text: string | undefined): number | undefined {
  if (text === undefined || !/^[+-]?\d+$/.test(text)) return undefined;
  const id = BigInt(text.replace("+", ""));
  return id > largest || id < -largest - 1n ? undefined : Number(id);
}

function getKey(world: World, user: User, id: number): Answer {
  const key = world.keys.get(id);
  if (!key) return keyNotFound();
  const { profile } = world;
  if (key.userId !== user.id) {
    return profile.foreignGetStatus === 404
      ? refuse(404, "API key not found")
      : refuse(403, "Not authorized to access this key");
  }
  world.ledger.keyRevealed(String(id), world.clock.now());
  const group = key.groupId === null ? undefined : world.groups.get(key.groupId);
  return ok(keyView(key, { profile, user, group }));
}

async function deleteKey(world: World, user: User, id: number): Promise<Answer> {
  const key = world.keys.get(id);
  if (!key) return keyNotFound();
  if (key.userId !== user.id) return foreign();
  // Reading and deleting are two steps, so several of simultaneous deletes are told that they did it.
  await new Promise((resolve) => setImmediate(resolve));
  if (world.keys.get(id) === key) removeKey(world, key);
  world.limits.conflicts.forgive(user.id);
  return ok({ message: "API key deleted successfully" });
}

/** Takes a key out of the table; its text is free again. */
function removeKey(world: World, key: Key): void {
  beforeRevocation(world, key);
  world.keys.remove(key);
  world.graveyard.bury(key);
  world.ledger.keyDeleted(String(key.id), world.clock.now());
}
