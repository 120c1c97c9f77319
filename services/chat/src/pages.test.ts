import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { createServer } from 'node:net'
import { test } from 'node:test'
import { answersHealth, createHealth } from '@ichrisbirch/runtime/health'
import { buildApp } from './app.ts'
import { messagesOf } from './conversations.ts'
import { allChunksOf, silentLog, startTestChat } from './testing.ts'

const chat = await startTestChat()
const ada = await chat.api.signUp()
const bo = await chat.api.signUp()
const stranger = { ...ada, cookie: '' }

async function problemOf(response: Response): Promise<{ status: number; code: string; detail: string }> {
  assert.equal(response.headers.get('content-type'), 'application/problem+json; charset=utf-8')
  return (await response.json()) as { status: number; code: string; detail: string }
}

const asPage = (cookie: string, path: string) =>
  fetch(chat.url + path, { redirect: 'manual', headers: { cookie, accept: 'text/html' } })

test('a visitor who is not signed in is sent to sign in, and back to the page that was asked for', async () => {
  const path = `/c/${randomUUID()}`
  const response = await asPage('', path)
  assert.equal(response.status, 303)
  const address = new URL(response.headers.get('location') ?? '')
  assert.equal(address.origin + address.pathname, `${chat.config.APP_ORIGIN}/sign-in`)
  assert.equal(address.searchParams.get('next'), chat.config.CHAT_ORIGIN + path)
  assert.equal((await problemOf(await chat.send(stranger, 'GET', '/conversations/'))).code, 'not_signed_in')
  assert.equal((await problemOf(await chat.ask(stranger, randomUUID(), 'hello'))).code, 'not_signed_in')
})

test('the page is rendered with its conversation in it, and needs no script to be read', async () => {
  const id = randomUUID()
  await allChunksOf(await chat.ask(ada, id, 'help </script><b>me</b>'))
  const response = await asPage(ada.cookie, `/c/${id}`)
  const html = await response.text()
  assert.equal(response.status, 200)
  assert.match(html, /what is due this week\?/)
  assert.match(html, /aria-label="Message"/)
  assert.match(html, /role="log"/)
  assert.doesNotMatch(html, /<\/script><b>/)
  assert.equal(response.headers.get('cache-control'), 'no-store')
})

test('the page follows the theme and the accent of the account', async () => {
  const person = await chat.api.signUp()
  await person.client.changeAccount({ body: { theme: 'dark', accentHue: 160 } })
  assert.match(await (await asPage(person.cookie, '/')).text(), /<html lang="en" data-theme="dark" data-hue="160">/)
})

test('every answer carries a content security policy without inline scripts', async () => {
  for (const path of ['/', '/health', '/nothing']) {
    const policy = (await asPage(ada.cookie, path)).headers.get('content-security-policy') ?? ''
    assert.match(policy, /default-src 'none'/)
    assert.match(policy, /script-src 'self';/)
    assert.doesNotMatch(policy, /unsafe/)
  }
})

test('without scripts, the form is answered by the whole page', async () => {
  const id = randomUUID()
  const response = await fetch(`${chat.url}/c/${id}`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: ada.cookie, origin: chat.url, accept: 'text/html' },
    body: new URLSearchParams({ text: 'add buy stamps' }),
  })
  assert.equal(response.status, 303)
  assert.equal(response.headers.get('location'), `/c/${id}`)
  assert.match(await (await asPage(ada.cookie, `/c/${id}`)).text(), /buy stamps/)
})

test('another site can change nothing, and neither can a request that is not JSON', async () => {
  const path = `${chat.url}/conversations/${randomUUID()}/messages/`
  const body = JSON.stringify({ id: 'question', text: 'add a trap' })
  const post = (headers: Record<string, string>) =>
    fetch(path, { method: 'POST', body, headers: { cookie: ada.cookie, ...headers } })
  const json = { 'content-type': 'application/json' }
  assert.equal((await problemOf(await post({ ...json, origin: 'https://evil.example' }))).code, 'forbidden')
  assert.equal((await problemOf(await post(json))).code, 'forbidden')
  const text = await post({ origin: chat.url, 'content-type': 'text/plain' })
  assert.equal((await problemOf(text)).code, 'unsupported_media_type')
})

test('a text that is too long, empty, or too large to read is refused in words, and nothing is sent', async () => {
  const id = randomUUID()
  assert.match((await problemOf(await chat.ask(ada, id, 'n'.repeat(20_001)))).detail, /20,000 characters at most/)
  assert.match((await problemOf(await chat.ask(ada, id, '  \n'))).detail, /Write something/)
  assert.equal((await problemOf(await chat.ask(ada, id, 'n'.repeat(200_000)))).code, 'body_too_large')
  const nul = await chat.ask(ada, id, 'a\u0000b')
  assert.equal((await problemOf(nul)).code, 'invalid_input')
  assert.equal((await problemOf(await chat.ask(ada, 'no-id', 'hello'))).code, 'invalid_input')
  const { items } = await ada.client.listConversations()
  assert.equal(
    items.some((conversation) => conversation.id === id),
    false,
  )
  assert.equal((await chat.ask(ada, id, 'ä'.repeat(20_000))).status, 200)
})

test('someone else’s conversation cannot be read, changed, continued or stopped', async () => {
  const id = randomUUID()
  await allChunksOf(await chat.ask(ada, id, 'help'))
  assert.equal((await asPage(bo.cookie, `/c/${id}`)).status, 404)
  assert.equal((await chat.ask(bo, id, 'hello')).status, 409)
  assert.equal((await chat.send(bo, 'GET', `/conversations/${id}/stream/`)).status, 204)
  assert.equal((await chat.send(bo, 'PATCH', `/conversations/${id}/`, { title: 'Mine' })).status, 404)
  assert.equal((await chat.send(bo, 'DELETE', `/conversations/${id}/`)).status, 404)
  assert.equal((await messagesOf(ada.client, id)).length, 2)
})

test('a conversation is renamed, deleted and restored', async () => {
  const id = randomUUID()
  await allChunksOf(await chat.ask(ada, id, 'help'))
  await chat.send(ada, 'PATCH', `/conversations/${id}/`, { title: 'First steps' })
  assert.match(await (await asPage(ada.cookie, `/c/${id}`)).text(), /<title>First steps · ichrisbirch<\/title>/)
  assert.equal((await chat.send(ada, 'DELETE', `/conversations/${id}/`)).status, 204)
  assert.equal((await asPage(ada.cookie, `/c/${id}`)).status, 404)
  assert.equal((await chat.send(ada, 'POST', `/conversations/${id}/restore/`)).status, 200)
  assert.equal((await asPage(ada.cookie, `/c/${id}`)).status, 200)
})

test('without the API the health check fails, and a page says so with a next step', async () => {
  assert.equal((await fetch(`${chat.url}/health`)).status, 200)
  const closed = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => {
    closed.once('listening', resolve)
  })
  const { port } = closed.address() as { port: number }
  await new Promise((resolve) => {
    closed.close(resolve)
  })
  const away = `http://127.0.0.1:${port}`
  const health = createHealth({ api: answersHealth(away) })
  const app = await buildApp({ config: { ...chat.config, API_URL: away }, health, log: silentLog })
  assert.equal((await app.inject('/health')).statusCode, 503)
  const page = await app.inject({ url: '/', headers: { accept: 'text/html', cookie: ada.cookie } })
  assert.equal(page.statusCode, 503)
  assert.match(page.body, /Your records do not answer at the moment.*Try again/s)
  await app.close()
})
