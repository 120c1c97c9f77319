import { setTimeout as delay } from 'node:timers/promises'
import type { Stack } from '../environments.ts'
import { alarmNote } from './alarm-note.ts'
import { Failure, interrupted } from '../failure.ts'
import type { Drift, Engine, RunOptions, ServiceStatus } from './engine.ts'
import { probe } from './local/probe.ts'

/** Who is well answers in a few milliseconds; only where it matters is a busy machine given more time. */
const askMs = 2000
const hurriedMs = 200
const pollMs = 200

/** `unknown`: the question could not be asked from here, and `detail` says why. */
type Answer = { is: 'yes' | 'no' | 'unknown' | 'not asked'; ms: number | null; detail: string | null }

export type Examined = ServiceStatus & { answer: Answer; drift: Drift }

/**
 * All that can be known of an environment now: its services, whether their addresses really answer, and drift.
 * @param manner `hurried`, for a table that a person waits for: who is slow to answer is said to be not known.
 */
export async function examine(
  stack: Stack,
  engine: Engine,
  manner: 'patient' | 'hurried' = 'patient',
): Promise<Examined[]> {
  const askOne = (service: ServiceStatus) =>
    manner === 'patient' ? ask(stack, engine, service) : askHurriedly(stack, engine, service)
  const asking = engine.status().then(async (services) => ({
    services,
    answers: await Promise.all(services.map(askOne)),
  }))
  const [{ services, answers }, driftOf] = await Promise.all([asking, engine.drift()])
  return services.map((service, index) => ({
    ...service,
    answer: answers[index] as Answer,
    drift:
      service.state === 'running' || service.state === 'done' ? driftOf(service.service) : { is: 'none', changes: [] },
  }))
}

async function askHurriedly(stack: Stack, engine: Engine, service: ServiceStatus): Promise<Answer> {
  const answer = await ask(stack, engine, service, hurriedMs)
  if (answer.is !== 'no' || (answer.ms ?? 0) < hurriedMs) return answer
  return { is: 'unknown', ms: null, detail: `no answer within ${hurriedMs} ms; health asks longer` }
}

/** Asks one address as its users would: by TLS and host name where Traefik stands before it. */
async function ask(stack: Stack, engine: Engine, service: ServiceStatus, timeoutMs = askMs): Promise<Answer> {
  const { address, speaks, state } = service
  if (!address || !speaks || state !== 'running') return { is: 'not asked', ms: null, detail: null }
  if (engine.isElsewhere) {
    return { is: 'unknown', ms: null, detail: 'the Docker engine is on another machine, and so are its ports' }
  }
  const started = performance.now()
  const { isHealthy, output } = await askAddress(stack, service, { address, speaks, timeoutMs })
  const ms = Math.round(performance.now() - started)
  return { is: isHealthy ? 'yes' : 'no', ms, detail: isHealthy ? output || null : output }
}

async function askAddress(
  stack: Stack,
  { service }: ServiceStatus,
  { address, speaks, timeoutMs }: { address: string; speaks: NonNullable<ServiceStatus['speaks']>; timeoutMs: number },
): Promise<{ isHealthy: boolean; output: string }> {
  if (address.startsWith('https://')) {
    const { askThroughProxy } = await import('./through-proxy.ts')
    return askThroughProxy(stack, address, service === 'traefik' ? '/dashboard/' : '/health', timeoutMs)
  }
  const port = Number(address.split(':').at(-1))
  const surroundings = { directory: '/', environment: {}, timeoutMs }
  const { isHealthy, output } = await probe(
    speaks === 'http' ? { kind: 'http', port, path: '/health' } : { kind: speaks, port },
    surroundings,
  )
  // The proxy itself has no health page on its public port: that it sends us somewhere is its answer.
  const isProxy = service === 'traefik' && /^[34]\d\d /.test(output)
  return { isHealthy: isHealthy || isProxy, output: isHealthy || isProxy ? alarmNote(output) : output }
}

/** After the services' own checks: until their addresses answer as well, which through a proxy takes a moment longer. */
export async function untilAnswered(
  stack: Stack,
  engine: Engine,
  options: RunOptions & { giveUp: number },
): Promise<void> {
  for (;;) {
    const services = await engine.status()
    const answers = await Promise.all(services.map((service) => ask(stack, engine, service)))
    const silent = services.flatMap((service, index) =>
      answers[index]?.is === 'no' ? [{ service, answer: answers[index] }] : [],
    )
    const [first] = silent
    if (!first) return
    if (options.signal.aborted) throw interrupted('the start was stopped before every address answered')
    if (performance.now() > options.giveUp) throw silentFailure(stack, first.service, first.answer)
    for (const { service } of silent)
      options.progress.show(service.service, `waits for ${service.address} to answer`, 'busy')
    await delay(pollMs)
  }
}

function silentFailure(stack: Stack, { service, address }: ServiceStatus, { detail }: Answer): Failure {
  const asked = address?.startsWith('https://') && service !== 'traefik' ? `traefik ${service}` : service
  return new Failure(`${service} is healthy, but does not answer at ${address}`, {
    ...(detail && { reason: detail }),
    suggestion: `read "./cli/ichrisbirch ${stack.name} logs ${asked}"`,
  })
}
