import { redirect } from 'react-router'

/** What the house does by itself is the first thing that its admin asks for. */
export const loader = () => redirect('/house/schedules')
