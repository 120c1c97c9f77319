import * as build from 'virtual:react-router/server-build'
import type { Logger } from '@ichrisbirch/runtime/log'
import { createRequestListener } from '@react-router/node'
import type { AppConfig } from '../src/config.ts'
import { createVisit } from './visit.server.ts'

/** The pages as a listener for Node's HTTP server: the entry of the server build. */
export function createPages(config: AppConfig, log: Logger) {
  return createRequestListener({
    // Behind the edge a request arrives by plain HTTP, so its own address cannot be compared with a form's origin.
    build: { ...build, allowedActionOrigins: [new URL(config.APP_ORIGIN).host] },
    mode: config.NODE_ENV,
    getLoadContext: (request) => createVisit(config, log, request),
  })
}
