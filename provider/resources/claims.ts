/**
 * What the resources of one run say of their keys, so that none of them takes, or destroys, the key of another. A plan and
 * its apply are runs of their own: neither knows what was said in the other.
 */
export interface Claims {
  /** A resource has this key, as the state says. */
  have(id: string): void;
  /** The resource that has this key is being destroyed. */
  leave(id: string): void;
  leaving(id: string): boolean;
  /** Whether any of that was said of a key. */
  knows(id: string): boolean;
  /** A new resource takes over a key that nobody seems to have. */
  take(id: string): void;
  taken(id: string): boolean;
  /**
   * A resource that declares this name is planned; `id` is the key that it has or had, as far as that is known. Refused
   * when another resource declares the name too, or when this one is to be made and the plan destroys one that has it.
   */
  declare(name: string, id: string | undefined, making: boolean): "fine" | "declared twice" | "destroyed too";
  /** The destruction of the resource that has this key is planned. False if another is to be made under its name. */
  destroy(name: string, id: string): boolean;
  /** A plan is being carried out. The client plans each step again just before it, and that is no news. */
  begin(): void;
}

interface Declaration {
  readonly id: string | undefined;
  readonly making: boolean;
}

/** Nothing is said yet. */
export function createClaims(): Claims {
  const inState = new Set<string>();
  const taken = new Set<string>();
  const leaving = new Set<string>();
  const declared = new Map<string, Declaration>();
  const destroyed = new Map<string, Set<string>>();
  let begun = false;
  const clash = ({ id, making }: Declaration, old: string) => !begun && making && (id === undefined || id === old);
  return {
    have: (id) => void inState.add(id),
    leave: (id) => void leaving.add(id),
    leaving: (id) => leaving.has(id),
    knows: (id) => inState.has(id) || leaving.has(id),
    take: (id) => void taken.add(id),
    taken: (id) => taken.has(id),
    declare(name, id, making) {
      const before = declared.get(name);
      // A replacement is planned twice: as a change, and as a new object.
      if (before && (id === undefined || before.id !== id)) return "declared twice";
      declared.set(name, { id, making });
      const clashes = [...(destroyed.get(name) ?? [])].some((old) => clash({ id, making }, old));
      return clashes ? "destroyed too" : "fine";
    },
    destroy(name, id) {
      destroyed.set(name, (destroyed.get(name) ?? new Set()).add(id));
      const declaration = declared.get(name);
      return declaration === undefined || !clash(declaration, id);
    },
    begin() {
      begun = true;
    },
  };
}
