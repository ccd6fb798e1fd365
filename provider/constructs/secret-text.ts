/**
 * What may stand in the further entries of a Secret, for the operator to replace:
 * `data: { OPENAI_BASE_URL: SecretText.BASE_URL + "/v1" }`.
 */
export class SecretText {
  /** The key. */
  static readonly API_KEY = `\${apiKey}`;
  /** The gateway's address, without /v1. */
  static readonly BASE_URL = `\${baseURL}`;
  /** The key before this one; empty while there is none. Needs `previousKey`. */
  static readonly PREVIOUS_API_KEY = `\${previousApiKey}`;
  /** The revision of the key, a number. */
  static readonly REVISION = `\${revision}`;

  private constructor() {}
}
