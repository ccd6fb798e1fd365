const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  "'": "&#39;",
  '"': "&#34;",
};

/** The name as newer servers store it; a name that was read and is written back is escaped once more. */
export function escapeName(name: string): string {
  return name.replace(/[&<>'"]/g, (character) => entities[character] as string);
}

/** Whether the database takes the stored form: at most 100 bytes, no NUL. */
export function storableName(name: string): boolean {
  return Buffer.byteLength(name) <= 100 && !name.includes("\0");
}
