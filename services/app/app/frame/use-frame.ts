import { useRouteLoaderData } from 'react-router'
import type { loader } from './frame.tsx'

/** The signed-in person, their language and their day: what every page inside the frame may use. */
export function useFrame() {
  const frame = useRouteLoaderData<typeof loader>('frame/frame')
  if (!frame) throw new Error('useFrame is for pages inside the frame')
  return frame
}
