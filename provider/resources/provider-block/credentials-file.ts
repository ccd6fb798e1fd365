import { DiagnosticsError } from "../../protocol/diagnostics.ts";

/** Small JSON files that only their owner reads. */
export interface CredentialsFile {
  /** The file's text; throws where it cannot be read. */
  read(path: string): string;
  /** Replaces the file in one step. */
  write(path: string, content: unknown): void;
}

/** The credentials in a file, as an object; what is in it is checked with the rest of the configuration. */
export function readCredentials(files: CredentialsFile, path: string): object {
  let content: unknown;
  try {
    content = JSON.parse(files.read(path));
  } catch (error) {
    // The parser's message would quote the file.
    const why = error instanceof SyntaxError ? "it is no JSON" : error instanceof Error ? error.message : "unknown";
    throw refused(path, why);
  }
  if (typeof content !== "object" || content === null || Array.isArray(content))
    throw refused(path, "it is no JSON object");
  return content;
}

function refused(path: string, why: string): DiagnosticsError {
  return new DiagnosticsError([
    {
      severity: "error",
      summary: "The credentials file cannot be used",
      detail: `${path}: ${why}. It must hold a JSON object such as {"accessToken": "…", "userId": "1"} or {"email": "…", "password": "…"}.`,
      path: ["credentials_file"],
    },
  ]);
}
