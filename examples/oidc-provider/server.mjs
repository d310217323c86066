// oidc-provider with two clients and what the profile has companions for.
// Everything is on loopback.
import { control } from "./clock.mjs"; // first, so that everybody has this clock
import { createServer } from "node:http";
import { Provider } from "oidc-provider";
import { interact } from "./pages.mjs";

const callback = "http://127.0.0.1:8765/callback";
const common = {
  redirect_uris: [callback, `${callback}?via=authassay`],
  grant_types: ["authorization_code", "refresh_token"],
  response_types: ["code"],
};

const provider = new Provider("http://127.0.0.1:9511", {
  clients: [
    {
      ...common, client_id: "assay", token_endpoint_auth_method: "client_secret_post",
      client_secret: process.env.INTEROP_CLIENT_SECRET ?? "interop-secret-of-the-first-client",
    },
    {
      ...common, client_id: "assay-second", token_endpoint_auth_method: "client_secret_basic",
      client_secret: process.env.INTEROP_OTHER_SECRET ?? "interop-secret-of-the-second-client",
    },
  ],
  claims: { openid: ["sub"], profile: ["name"] },
  findAccount: async (context, id) => ({ accountId: id, claims: async () => ({ sub: id, name: "Olga" }) }),
  features: { devInteractions: { enabled: false }, introspection: { enabled: true }, revocation: { enabled: true } },
  interactions: { url: (context, interaction) => `/interaction/${interaction.uid}` },
  cookies: { keys: ["interop-cookie-key"] },
  ttl: {
    AccessToken: 3600, AuthorizationCode: 60, IdToken: 3600, RefreshToken: 1209600,
    Interaction: 3600, Session: 86400, Grant: 1209600,
  },
});

const serve = provider.callback();
createServer(async (request, response) => {
  try {
    if (!(await interact(provider, request, response))) serve(request, response);
  } catch (failure) {
    response.writeHead(failure.statusCode ?? 500).end(failure.message);
  }
}).listen(9511, "127.0.0.1");
control(9512);
