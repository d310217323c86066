// A server out of @node-oauth/oauth2-server and its wrapper for Express, with two
// clients, a login and consent page, and a protected resource, on loopback.
import { control } from "../oidc-provider/clock.mjs"; // first, so that everybody has this clock
import express from "express";
import OAuthServer from "@node-oauth/express-oauth-server";
import { model, user } from "./model.mjs";

const app = express();
app.set("env", "production"); // or Express shows stack traces
const oauth = new OAuthServer({ model });

// Login and consent in one page. It is sent back to the address that it came
// from, parameters and all.
const page = (response, status, said) =>
  response.status(status).set({
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
  }).send(`<!doctype html><title>Sign in</title>${said}<form method="post"><p>A client asks for access.</p>
    <label>Name <input name="username"></label><label>Password <input type="password" name="password"></label>
    <button name="allowed" value="false">Refuse</button><button name="allowed" value="true">Allow</button></form>`);

const login = (request, response, next) => {
  request.owner = user(request.body?.username, request.body?.password);
  if (!request.owner) return page(response, 401, "<p>Wrong name or password.</p>");
  next();
};

app.use(express.json());
app.use(express.urlencoded({ extended: false }));
app.get("/authorize", (request, response) => page(response, 200, ""));
app.post("/authorize", login, oauth.authorize({ authenticateHandler: { handle: async (request) => request.owner } }));
app.all("/token", oauth.token());
app.get("/me", oauth.authenticate({ scope: "read" }), (request, response) =>
  response.json({ username: response.locals.oauth.token.user.name }));

app.listen(9671, "127.0.0.1");
control(9672);
