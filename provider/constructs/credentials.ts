import { reference } from "./reference.ts";

/**
 * How Terraform logs in at a gateway to make keys there. A token or password never stands in a program: it comes from the
 * environment, from a file or from a variable; a literal text is refused.
 */
export class GatewayCredentials {
  /** From the environment of Terraform: `TOKAPI_ACCESS_TOKEN` and `TOKAPI_USER_ID`, or `TOKAPI_EMAIL` and `TOKAPI_PASSWORD`. */
  static environment(): GatewayCredentials {
    return new GatewayCredentials({});
  }

  /** From a JSON file on the machine of Terraform. Becomes `credentials_file` of the provider block. */
  static file(path: string): GatewayCredentials {
    return new GatewayCredentials({ credentialsFile: path });
  }

  /**
   * New API: the account's system access token, by reference: `variable.stringValue` of a sensitive TerraformVariable.
   * Becomes `access_token` and `user_id` of the provider block.
   * @param userId The account's numeric id, which is no secret. Servers before v1.0.0-rc.22 demand it.
   */
  static accessToken(token: string, userId?: string): GatewayCredentials {
    const accessToken = reference("GatewayCredentials.accessToken: token", token);
    return new GatewayCredentials({ accessToken, ...(userId === undefined ? {} : { userId }) });
  }

  /**
   * Sub2API: the account's address, and its password by reference: `variable.stringValue` of a sensitive TerraformVariable.
   * Becomes `email`, `password` and `totp_secret` of the provider block.
   * @param totpSecret The base32 secret of the second factor, by reference, if the account has one.
   */
  static login(email: string, password: string, totpSecret?: string): GatewayCredentials {
    return new GatewayCredentials({
      email,
      password: reference("GatewayCredentials.login: password", password),
      ...(totpSecret === undefined
        ? {}
        : { totpSecret: reference("GatewayCredentials.login: totpSecret", totpSecret) }),
    });
  }

  /** @internal Arguments of the provider block. */
  readonly _arguments: Readonly<Record<string, string>>;

  private constructor(given: Readonly<Record<string, string>>) {
    this._arguments = given;
  }
}
