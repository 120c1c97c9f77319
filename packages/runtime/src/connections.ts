import type { Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/**
 * Sees to it that a server which closes does not wait for its clients. Node lets go of the connections that are idle at
 * that moment and no others: one whose request is in hand stays open after the answer for as long as keep-alive lasts
 * (72 s with Fastify), and one that has not asked anything yet for the minute that its first request may take.
 * @returns what to call when closing begins: requests in hand are answered, and each connection ends with its answer.
 */
export function letConnectionsGo(server: Server): () => Promise<void> {
  const connections = new Set<Socket>()
  const inHand = new Set<ServerResponse>()
  let isClosing = false
  server.on('connection', (socket) => {
    connections.add(socket)
    socket.once('close', () => connections.delete(socket))
    if (isClosing) socket.destroy()
  })
  // Before the handler, which may have answered when it returns.
  server.prependListener('request', ({ socket }, response) => {
    inHand.add(response)
    if (isClosing) endWithAnswer(response)
    response.once('close', () => {
      inHand.delete(response)
      if (isClosing) socket.end()
    })
  })
  return async () => {
    isClosing = true
    for (const response of inHand) endWithAnswer(response)
    const busy = new Set([...inHand].map(({ socket }) => socket))
    for (const socket of connections) if (!busy.has(socket)) socket.destroy()
  }
}

/** The client is told, and does not send its next request into a connection that ends. */
function endWithAnswer(response: ServerResponse): void {
  response.shouldKeepAlive = false
}
