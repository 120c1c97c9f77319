import { createServer } from 'node:http'

// A service that answers /health and /environment, and misbehaves as BEHAVIOUR says.
const behaviour = process.env.BEHAVIOUR
if (behaviour === 'crash') {
  console.error('the sky is falling')
  process.exit(3)
}
const server = createServer((request, response) => {
  if (request.url === '/environment') return response.end(JSON.stringify(process.env))
  response.statusCode = behaviour === 'sick' ? 503 : 200
  response.end(behaviour === 'sick' ? 'a fever of 41' : 'ok')
})
server.listen(Number(process.env.PORT), process.env.HOST, () => {
  console.log(JSON.stringify({ level: 30, time: Date.now(), msg: 'listening', port: Number(process.env.PORT) }))
})
process.on('SIGTERM', () => {
  if (behaviour !== 'stubborn') process.exit(0)
})
