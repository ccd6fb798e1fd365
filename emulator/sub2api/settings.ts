/** What an operator of the site can set, and what can be out of order. Changed by `POST /__emulator/state`. */
export interface Settings {
  /** Management answers 401 `USER_NOT_FOUND`, login 503, the data plane 500. */
  database: "up" | "down";
  /** Login and refresh answer 429, model calls 503. */
  redis: "up" | "down";
  /** The server's own rate limits. */
  limits: boolean;
  /** An admin has accepted the compliance text. */
  compliance: boolean;
  turnstile: boolean;
  /** Only admins may log on. */
  backendMode: boolean;
  sessionBinding: boolean;
  /** Keys without a group may be used. */
  ungroupedKeys: boolean;
  /** Creates without an Idempotency-Key are refused. */
  idempotencyRequired: boolean;
  /** RUN_MODE=simple: no billing. */
  simple: boolean;
  accessTokenMinutes: number;
  keyPrefix: string;
  /** Old servers only: a plain DELETE of a key in use lets it come back, as a reader in between does. */
  deleteRace: boolean;
}

/** The defaults of a new server. */
export function defaultSettings(limits: boolean): Settings {
  return {
    database: "up",
    redis: "up",
    limits,
    compliance: false,
    turnstile: false,
    backendMode: false,
    sessionBinding: false,
    ungroupedKeys: false,
    idempotencyRequired: false,
    simple: false,
    accessTokenMinutes: 1440,
    keyPrefix: "sk-",
    deleteRace: false,
  };
}

/** Puts known settings into force. Throws an Error that names a field which is unknown or of the wrong kind. */
export function changeSettings(settings: Settings, change: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(change)) {
    if (!(name in settings)) throw new Error(`the emulator has no state "${name}"`);
    const field = name as keyof Settings;
    if (typeof value !== typeof settings[field]) throw new Error(`${name} must be a ${typeof settings[field]}`);
    if ((field === "database" || field === "redis") && value !== "up" && value !== "down") {
      throw new Error(`${name} must be "up" or "down"`);
    }
    Object.assign(settings, { [field]: value });
  }
}
