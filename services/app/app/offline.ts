import type { Answer } from './answer.ts'

const NO_CONNECTION: Answer = {
  problem: { message: 'There is no connection. Nothing you typed is lost: try again.', fields: {} },
}

/**
 * The `clientAction` of a page: without a connection the page stays and says so. React Router would put the error
 * view in its place, and with it what was typed.
 */
export async function keepPageOffline<Result>(args: { serverAction: () => Promise<Result> }) {
  try {
    return await args.serverAction()
  } catch (error) {
    // What fetch throws when nothing answers; everything else is the server's answer.
    if (error instanceof TypeError) return NO_CONNECTION
    throw error
  }
}
