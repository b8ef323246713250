import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { leastCharacters } from '../../people/password.ts';
import { sendPage } from './web-page.ts';

/** What stands here until the link was looked at, and for who runs no scripts. */
const body = `
<h1 id="title">Join Specwright</h1>
<p id="about">This page needs JavaScript.</p>
<form id="form" hidden>
<label id="email">E-mail address<input name="email" type="email" autocomplete="username" required></label>
<label id="name">Your name<small>As it is printed when you sign</small><input name="name" autocomplete="name" maxlength="200" required></label>
<label>Password<small>At least ${leastCharacters} characters; a few words do well</small><input name="password" type="password" autocomplete="new-password" minlength="${leastCharacters}" required></label>
<button>Join</button>
<button type="button" id="provider" hidden></button>
</form>
<p id="problem" role="alert"></p>`;

/**
 * Runs in the browser. The secret stands behind the \`#\`, which browsers send nowhere, and goes from the address as soon as it was read, so
 * that no history keeps it.
 */
const script = `
const at = (id) => document.getElementById(id);
const show = (id, text) => { at(id).textContent = text; };
const link = location.hash.slice(1);
history.replaceState(null, '', location.pathname);
const ask = async (path, body) => {
  const headers = { 'content-type': 'application/json', 'specwright-request': '1' };
  const sent = body === undefined ? {} : { method: 'POST', headers, body: JSON.stringify(body) };
  const answer = await fetch('/api/v1' + path, sent);
  if (answer.ok) return answer.status === 204 ? null : answer.json();
  const { detail, hint, fields = [] } = await answer.json();
  throw new Error([detail, ...fields.map(({ field, message }) => field + ' ' + message), hint].filter(Boolean).join('\\n'));
};
const fail = (error) => show('problem', error instanceof TypeError ? 'The hub does not answer' : error.message);
const begin = async () => {
  if (link === '') throw new Error('The address is not whole: open the link as it was given to you');
  const { purpose, email, workspace, right } = await ask('/joining/look', { link });
  const form = at('form');
  const isNew = purpose !== 'password';
  show('title', isNew ? (workspace === null ? 'Join Specwright' : 'Join ' + workspace) : 'Choose a new password');
  show('about', purpose === 'set-up'
    ? 'You make the first account of this hub, and administer it.'
    : isNew ? 'You are invited' + (right === null ? '.' : ' as ' + right + '.') : 'All your sessions end.');
  if (email !== null) { form.elements.email.value = email; form.elements.email.readOnly = true; }
  if (!isNew) {
    at('name').hidden = true;
    form.elements.name.disabled = true;
    if (email === null) { at('email').hidden = true; form.elements.email.disabled = true; }
    form.querySelector('button').textContent = 'Choose it';
  }
  const { passwords, provider } = await ask('/sign-in');
  if (!passwords) for (const part of form.querySelectorAll('label, button')) part.hidden = true;
  if (provider !== null && isNew) {
    at('provider').textContent = 'Go on with ' + provider;
    at('provider').hidden = false;
    at('provider').addEventListener('click', () => {
      ask('/sign-in/provider', { link }).then(({ url }) => location.assign(url), fail);
    });
  }
  form.hidden = false;
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    show('problem', '');
    const button = form.querySelector('button');
    button.disabled = true;
    const { email, name, password } = Object.fromEntries(new FormData(form));
    try {
      if (isNew) await ask('/joining', { link, name, password, ...(purpose === 'set-up' ? { email } : {}) });
      else await ask('/joining/password', { link, password });
      form.hidden = true;
      show('title', isNew ? 'Welcome' : 'Your password is new');
      show('about', isNew ? 'You are signed in.' : 'Sign in with it.');
      const on = document.createElement('a');
      on.href = '/';
      on.textContent = 'Go on';
      at('about').append(' ', on);
    } catch (error) {
      fail(error);
      button.disabled = false;
    }
  });
};
show('about', '');
begin().catch(fail);
`;

/** Where one-time links lead: the account that one is for is made here, or its password chosen. The secret never reaches this route. */
export const joinPage: FastifyPluginAsyncZod = async (app) => {
  app.get('/join', { config: { public: true }, schema: { hide: true } }, (_request, reply) =>
    sendPage(reply, { title: 'Join Specwright', body, script }),
  );
};
