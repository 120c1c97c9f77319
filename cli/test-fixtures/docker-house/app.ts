import { appendFileSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'

// Says which version it is, counts the lines that it logs, and remembers its starts in the volume.
const version = 'the first'
const isSick = version.startsWith('sick')

if (process.argv[2] === 'health') {
  const answer = await fetch('http://127.0.0.1:5000/health')
  console.log(await answer.text())
  process.exit(answer.ok ? 0 : 1)
}
appendFileSync('/var/tmp/starts', `${version}\n`)
const server = createServer((request, response) => {
  response.statusCode = isSick ? 503 : 200
  if (request.url === '/health') return response.end(isSick ? 'a fever of 41' : 'ok')
  response.statusCode = 200
  response.end(JSON.stringify({ version, starts: readFileSync('/var/tmp/starts', 'utf8').split('\n').length - 1 }))
})
server.listen(5000, '0.0.0.0')
const run = Date.now()
let lines = 0
setInterval(() => {
  const line = JSON.stringify({ level: 'info', msg: `line ${lines++} of ${run}` })
  if (lines % 2 === 0) console.log(line)
  else console.error(line)
}, 20)
process.on('SIGTERM', () => process.exit(0))
