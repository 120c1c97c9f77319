// The health check of every service of ours, in containers and on the local engine: asks the service's own /health.
const url = `http://127.0.0.1:${process.env.PORT}/health`
try {
  const response = await fetch(url, { signal: AbortSignal.timeout(4000) })
  console.log(await response.text())
  process.exitCode = response.ok ? 0 : 1
} catch (error) {
  const { cause, message } = error as Error
  console.log(`${url} does not answer: ${cause instanceof Error ? cause.message : message}`)
  process.exitCode = 1
}
