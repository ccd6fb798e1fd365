/** Where the operator puts a key, for whatever is to read it. It names the Secret and its entries, never their content. */
export interface SecretReference {
  /** The name of the Secret: `secretKeyRef.name` of a container's environment. */
  readonly name: string;
  /** Its namespace. */
  readonly namespace: string;
  /** The entry with the key: `secretKeyRef.key` of a container's environment. */
  readonly apiKeyEntry: string;
  /** The entry with the gateway's address, without /v1. */
  readonly baseUrlEntry: string;
}
