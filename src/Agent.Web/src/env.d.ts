/// <reference types="vite/client" />

interface ImportMetaEnv {
  /** IANA zone of the city; set at build time. */
  readonly VITE_CITY_ZONE?: string
}
