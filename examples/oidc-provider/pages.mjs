// The login and consent pages: oidc-provider leaves them to whoever runs it,
// and its development pages take any password. These take one, bind every form
// to its interaction, and let the resource owner refuse.
import { randomBytes, timingSafeEqual } from "node:crypto";

const password = process.env.INTEROP_PASSWORD ?? "interop-password-of-olga";
const tokens = new Map(); // of the forms, by interaction

const equal = (a, b) => {
  const [one, other] = [Buffer.from(a), Buffer.from(b)];
  return one.length === other.length && timingSafeEqual(one, other);
};

const page = (response, status, uid, content) => {
  if (!tokens.has(uid)) tokens.set(uid, randomBytes(16).toString("hex"));
  response.writeHead(status, {
    "Content-Type": "text/html; charset=utf-8",
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
  });
  response.end(`<!doctype html><title>Sign in</title><form method="post">
    <input type="hidden" name="token" value="${tokens.get(uid)}">${content}</form>`);
};

const login = (wrong) => `${wrong ? "<p>Wrong name or password.</p>" : ""}<label>Name <input name="login"></label>
  <label>Password <input type="password" name="password"></label><button name="decision" value="login">Sign in</button>`;
const consent = `<p>A client asks for access.</p>
  <button name="decision" value="deny">Refuse</button><button name="decision" value="allow">Allow</button>`;

const fields = async (request) => {
  let body = "";
  for await (const part of request) {
    body += part;
    if (body.length > 64 << 10) break;
  }
  return new URLSearchParams(body);
};

// Everything that was asked for is granted.
const grant = async (provider, details) => {
  const granted = details.grantId
    ? await provider.Grant.find(details.grantId)
    : new provider.Grant({ accountId: details.session.accountId, clientId: details.params.client_id });
  granted.addOIDCScope(details.params.scope ?? "openid");
  return granted.save();
};

// Handles what belongs to an interaction, and says whether it did.
export const interact = async (provider, request, response) => {
  if (!request.url.startsWith("/interaction/")) return false;
  const details = await provider.interactionDetails(request, response);
  const asked = details.prompt.name;
  if (request.method !== "POST") {
    page(response, 200, details.uid, asked === "login" ? login(false) : consent);
    return true;
  }
  const sent = await fields(request);
  if (!equal(sent.get("token") ?? "", tokens.get(details.uid) ?? "-")) {
    page(response, 403, details.uid, "<p>This form is not ours.</p>");
  } else if (asked === "login" && (sent.get("login") !== "olga" || !equal(sent.get("password") ?? "", password))) {
    page(response, 401, details.uid, login(true));
  } else {
    const refused = { error: "access_denied", error_description: "the resource owner refused" };
    const result = asked === "login" ? { login: { accountId: "olga" } }
      : sent.get("decision") === "allow" ? { consent: { grantId: await grant(provider, details) } } : refused;
    await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: true });
  }
  return true;
};
