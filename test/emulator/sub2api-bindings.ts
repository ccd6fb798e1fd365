/** Which kind of thing a number in the recording is the id of. */
export type IdKind = "key" | "user" | "group";

/** What the recording's placeholders and ids stand for in this run. */
export interface Bindings {
  /** What the placeholder stands for, if it is known yet. */
  text(placeholder: string): string | undefined;
  setText(placeholder: string, value: string): void;
  id(kind: IdKind, recorded: number): number;
  /** False if the recorded id stands for another one already. */
  bindId(kind: IdKind, recorded: number, actual: number): boolean;
  /** Puts values for every placeholder in a text; `make` supplies those that are not known. */
  fill(text: string, make: (placeholder: string) => string): string;
}

const placeholder = /<(?:key|jwt|refresh|password|idem|adminkey|temp token|totp|wrong|key in)[^<>]*>/g;

/** Whether a text is nothing but a placeholder. */
export function isPlaceholder(text: string): boolean {
  return new RegExp(`^${placeholder.source}$`).test(text);
}

/** Nothing is known yet. */
export function createBindings(): Bindings {
  const texts = new Map<string, string>();
  const ids = new Map<string, number>();
  return {
    text: (name) => texts.get(name),
    setText: (name, value) => {
      texts.set(name, value);
    },
    id: (kind, recorded) => ids.get(`${kind}:${recorded}`) ?? recorded,
    bindId(kind, recorded, actual) {
      const known = ids.get(`${kind}:${recorded}`);
      if (known === undefined) ids.set(`${kind}:${recorded}`, actual);
      return known === undefined || known === actual;
    },
    fill: (text, make) =>
      text.replace(placeholder, (name) => {
        const value = texts.get(name) ?? make(name);
        texts.set(name, value);
        return value;
      }),
  };
}
