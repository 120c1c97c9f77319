import { redirect } from 'react-router'

/** The first thing a person sees. */
export const loader = () => redirect('/today')
