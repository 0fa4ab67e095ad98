// openid-client, unmodified, against a sandbox: discovery, code with PKCE, refresh, userinfo, revocation, introspection,
// client credentials. Arguments: issuer, cookie of a session, id of a public and of a confidential client, its secret.
import * as oidc from 'openid-client';

const [issuer, cookie, publicId, confidentialId, secret] = process.argv.slice(2);
const redirect = 'http://127.0.0.1:8123/callback';
// The sandbox is on loopback, without TLS.
const options = { algorithm: 'oauth2', execute: [oidc.allowInsecureRequests] };

/** What a browser without scripts would send for the page's form, and the button "Allow". */
function allowed(page) {
  const fields = [...page.matchAll(/<input\b[^>]*>/g)].map(([input]) => ({
    name: /name="([^"]*)"/.exec(input)?.[1],
    value: /value="([^"]*)"/.exec(input)?.[1] ?? ''
  }));
  const form = new URLSearchParams(fields.map(({ name, value }) => [name, value]));
  form.append('decision', 'allow');
  return form;
}

/** The address that the person is sent back to. */
async function consented(url) {
  const page = await (await fetch(url, { headers: { cookie } })).text();
  const answer = await fetch(new URL('/api/oauth/authorize', issuer), {
    method: 'POST',
    headers: { cookie },
    body: allowed(page),
    redirect: 'manual'
  });
  return new URL(answer.headers.get('location'));
}

/** Whether the API opens to the token. */
async function status(token) {
  const headers = { authorization: `Bearer ${token}` };
  return (await fetch(new URL('/api/links', issuer), { headers })).status;
}

const open = await oidc.discovery(new URL(issuer), publicId, undefined, oidc.None(), options);
const verifier = oidc.randomPKCECodeVerifier();
const state = oidc.randomState();
const url = oidc.buildAuthorizationUrl(open, {
  redirect_uri: redirect,
  scope: 'links:read',
  state,
  code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
  code_challenge_method: 'S256'
});
const checks = { pkceCodeVerifier: verifier, expectedState: state };
const first = await oidc.authorizationCodeGrant(open, await consented(url), checks);
const second = await oidc.refreshTokenGrant(open, first.refresh_token);
const person = await oidc.fetchUserInfo(open, second.access_token, 'user_ada');
const before = await status(second.access_token);
await oidc.tokenRevocation(open, second.access_token);
const after = await status(second.access_token);

const closed = await oidc.discovery(
  new URL(issuer),
  confidentialId,
  undefined,
  oidc.ClientSecretBasic(secret),
  options
);
const own = await oidc.clientCredentialsGrant(closed, { scope: 'links:read' });
const told = await oidc.tokenIntrospection(closed, own.access_token);
const found = { person: person.sub, before, after, scope: first.scope, active: told.active };
console.log(JSON.stringify(found));
