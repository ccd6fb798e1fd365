import { Token } from "cdktf";

/**
 * How Terraform logs in at a gateway to make keys there. A token or password never stands in a program: it comes from the
 * environment, from a file or from a variable, and a literal text is refused at synth.
 */
export class GatewayCredentials {
  /** From the environment of Terraform: `TOKAPI_ACCESS_TOKEN` and `TOKAPI_USER_ID`, or `TOKAPI_EMAIL` and `TOKAPI_PASSWORD`. */
  static environment(): GatewayCredentials {
    return new GatewayCredentials({}, []);
  }

  /** From a JSON file on the machine of Terraform. Becomes `credentials_file` of the provider block. */
  static file(path: string): GatewayCredentials {
    return new GatewayCredentials({ credentialsFile: path }, []);
  }

  /**
   * New API: the account's system access token, by reference: `variable.stringValue` of a sensitive TerraformVariable.
   * Becomes `access_token` and `user_id` of the provider block.
   * @param userId The account's numeric id, which is no secret. Servers before v1.0.0-rc.22 demand it.
   */
  static accessToken(token: string, userId?: string): GatewayCredentials {
    return new GatewayCredentials({ accessToken: token, ...(userId === undefined ? {} : { userId }) }, ["accessToken"]);
  }

  /**
   * Sub2API: the account's address, and its password by reference: `variable.stringValue` of a sensitive TerraformVariable.
   * Becomes `email`, `password` and `totp_secret` of the provider block.
   * @param totpSecret The base32 secret of the second factor, by reference, if the account has one.
   */
  static login(email: string, password: string, totpSecret?: string): GatewayCredentials {
    const second = totpSecret === undefined ? {} : { totpSecret };
    return new GatewayCredentials({ email, password, ...second }, ["password", ...Object.keys(second)]);
  }

  /** @internal Arguments of the provider block. */
  readonly _arguments: Readonly<Record<string, string>>;
  readonly #secrets: readonly string[];

  private constructor(given: Readonly<Record<string, string>>, secrets: readonly string[]) {
    this._arguments = given;
    this.#secrets = secrets;
  }

  /** @internal */
  _problems(): readonly string[] {
    return this.#secrets
      .filter((name) => !Token.isUnresolved(this._arguments[name]))
      .map(
        (name) =>
          `credentials.${name}: is a literal text, which would stand in the program and in cdk.tf.json. Declare a TerraformVariable with sensitive: true and give its stringValue, or use GatewayCredentials.environment().`,
      );
  }
}
