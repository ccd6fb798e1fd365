// @ts-expect-error The package has no types.
import fengari from "fengari";

/** The part of a Lua in JavaScript that is used here. */
interface Fengari {
  readonly lua: Readonly<Record<string, (...args: readonly unknown[]) => number>>;
  readonly lauxlib: Readonly<Record<string, (...args: readonly unknown[]) => unknown>>;
  readonly lualib: { luaL_openlibs(state: unknown): void };
  to_luastring(text: string): Uint8Array;
  to_jsstring(text: Uint8Array): string;
}

const { lua, lauxlib, lualib, to_luastring, to_jsstring } = fengari as Fengari;

/** Runs a script with global values, plain data, and answers the table of texts that it returns. Throws its errors. */
export function runLua(script: string, globals: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  const state = lauxlib.luaL_newstate!();
  lualib.luaL_openlibs(state);
  const literals = Object.entries(globals).map(([name, value]) => `local ${name} = ${literal(value)}`);
  const code = to_luastring([...literals, script].join("\n"));
  const failed = lauxlib.luaL_loadstring!(state, code) !== 0 || lua.lua_pcall!(state, 0, 1, 0) !== 0;
  if (failed) throw new Error(to_jsstring(lua.lua_tostring!(state, -1) as unknown as Uint8Array));
  const found: Record<string, string> = {};
  lua.lua_pushnil!(state);
  while (lua.lua_next!(state, -2) !== 0) {
    const text = (index: number) => to_jsstring(lua.lua_tostring!(state, index) as unknown as Uint8Array);
    found[text(-2)] = text(-1);
    lua.lua_settop!(state, -2);
  }
  return found;
}

/** Plain data as Lua writes it. */
function literal(value: unknown): string {
  if (value === undefined || value === null) return "nil";
  if (Array.isArray(value)) return `{ ${value.map(literal).join(", ")} }`;
  if (typeof value === "object")
    return `{ ${Object.entries(value)
      .map(([key, each]) => `[${JSON.stringify(key)}] = ${literal(each)}`)
      .join(", ")} }`;
  return JSON.stringify(value);
}
