import type { Router } from "../router.ts";
import { isAnswer, ok, refuse } from "./answers.ts";
import { decode } from "./decode.ts";
import { asAdmin, complianceText } from "./guard.ts";
import type { World } from "./world.ts";

const phrases: Readonly<Record<string, string>> = {
  zh: "我已阅读、理解并同意 Sub2API 部署与运营合规承诺",
  en: "I have read, understood, and agree to the Sub2API Deployment and Operation Compliance Commitment",
};

/** The admin key and the compliance text. */
export function addAdminSiteRoutes(router: Router, world: World): void {
  const keyPath = "/api/v1/admin/settings/admin-api-key";
  router.add(
    "GET",
    keyPath,
    asAdmin(world, () => {
      const key = world.adminKey;
      return ok({ exists: key !== undefined, masked_key: key ? `${key.slice(0, 10)}...${key.slice(-4)}` : "" });
    }),
  );
  router.add(
    "POST",
    `${keyPath}/regenerate`,
    asAdmin(world, () => {
      world.adminKey = `admin-${world.hex(32)}`;
      return ok({ key: world.adminKey });
    }),
  );
  router.add(
    "DELETE",
    keyPath,
    asAdmin(world, () => {
      world.adminKey = undefined;
      return ok({ message: "Admin API key deleted" });
    }),
  );
  if (world.profile.complianceGate) addComplianceRoutes(router, world);
}

function addComplianceRoutes(router: Router, world: World): void {
  const path = "/api/v1/admin/compliance";
  const status = () => ({
    required: !world.settings.compliance,
    ...complianceText,
    ack_phrase_zh: phrases.zh,
    ack_phrase_en: phrases.en,
  });
  router.add(
    "GET",
    path,
    asAdmin(world, () => ok(status()), { gated: false }),
  );
  router.add(
    "POST",
    `${path}/accept`,
    asAdmin(
      world,
      (request) => {
        const body = decode(request.body, "AcceptComplianceRequest", { phrase: "string", language: "string" });
        if (isAnswer(body)) return body;
        if (body.phrase?.trim() !== phrases[body.language ?? "zh"]) {
          return refuse(400, "confirmation phrase does not match", "ADMIN_COMPLIANCE_INVALID_PHRASE");
        }
        world.settings.compliance = true;
        return ok(status());
      },
      { gated: false },
    ),
  );
}
