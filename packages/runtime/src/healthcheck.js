// @ts-check
// The health check of every service of ours in containers: asks the service's own /health. It is a process every few
// seconds, in every container, as long as the house lives: without types to strip and without fetch it takes a quarter
// of the processor time (40 ms of 160), which a small server or a test run of several houses feels.
import { connect } from 'node:net'

const port = Number(process.env.PORT)
const where = `http://127.0.0.1:${port}/health`
process.exitCode = 1

const socket = connect({ host: '127.0.0.1', port })
const giveUp = setTimeout(() => socket.destroy(new Error('no answer within 4 s')), 4000)
let answer = ''
socket.setEncoding('utf8')
socket.on('data', (text) => (answer += text))
socket.on('error', (error) => console.log(`${where} does not answer: ${error.message}`))
socket.on('end', () => {
  console.log(answer.slice(answer.indexOf('\r\n\r\n') + 4) || `${where} gave no answer`)
  if (/^HTTP\/1\.\d 200 /.test(answer)) process.exitCode = 0
})
socket.on('close', () => clearTimeout(giveUp))
// HTTP/1.0: the answer ends with the connection, and is never in chunks.
socket.write('GET /health HTTP/1.0\r\n\r\n')
