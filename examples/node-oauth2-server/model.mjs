// The model that the library asks: clients, users, codes and tokens in memory,
// in the way of the library's documentation.
import { timingSafeEqual } from "node:crypto";

const equal = (a, b) => {
  const [one, other] = [Buffer.from(a), Buffer.from(b)];
  return one.length === other.length && timingSafeEqual(one, other);
};

const callback = "http://127.0.0.1:8765/callback";
const common = {
  redirectUris: [callback, `${callback}?via=authassay`],
  grants: ["authorization_code", "refresh_token"],
};
const clients = [
  { ...common, id: "assay", secret: process.env.INTEROP_CLIENT_SECRET ?? "interop-secret-of-the-first-client" },
  { ...common, id: "assay-second", secret: process.env.INTEROP_OTHER_SECRET ?? "interop secret: 100% of the second+client" },
];

const passwords = new Map([
  ["olga", process.env.INTEROP_PASSWORD ?? "interop-password-of-olga"],
  ["ines", process.env.INTEROP_OTHER_PASSWORD ?? "interop-password-of-ines"],
]);

// The user of that name and password, or undefined.
export const user = (name, password) =>
  typeof password === "string" && passwords.has(name) && equal(passwords.get(name), password) ? { name } : undefined;

const scopes = ["read", "write"];
const codes = new Map();
const access = new Map();
const refresh = new Map();

export const model = {
  // As in the library's example: where no secret comes along, the id is enough.
  // It is the library that decides when one has to.
  getClient: async (id, secret) => clients.find((c) => c.id === id && (!secret || equal(c.secret, secret))),

  saveAuthorizationCode: async (code, client, user) => {
    const kept = { ...code, client, user };
    codes.set(code.authorizationCode, kept);
    return kept;
  },
  getAuthorizationCode: async (code) => codes.get(code),
  revokeAuthorizationCode: async (code) => codes.delete(code.authorizationCode),

  saveToken: async (token, client, user) => {
    const kept = { ...token, client, user };
    access.set(token.accessToken, kept);
    if (token.refreshToken) refresh.set(token.refreshToken, kept);
    return kept;
  },
  getAccessToken: async (token) => access.get(token),
  getRefreshToken: async (token) => refresh.get(token),
  revokeToken: async (token) => refresh.delete(token.refreshToken),

  validateScope: async (user, client, asked = scopes) => asked.every((scope) => scopes.includes(scope)) && asked,
  verifyScope: async (token, wanted) => wanted.every((scope) => token.scope?.includes(scope)),
};
