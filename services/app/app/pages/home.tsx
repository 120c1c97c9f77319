import { redirect } from 'react-router'

/** Until there is a page for today, the tasks are the first thing a person sees. */
export const loader = () => redirect('/tasks')
