// Package fetch is the one HTTP client of the program: feeds, pages, pictures and services are all got through it. It keeps
// the limits (size, time, redirects, requests at a time), decompresses, remembers nothing, and answers questions about the
// answer instead of handing out headers. It does not look into documents and knows neither feeds nor the store.
package fetch
