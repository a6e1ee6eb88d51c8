// Package poll decides when to poll which feed, polls with a bounded number of workers, and tells how far it is. It does not
// parse (feed does), does not speak HTTP (fetch does) and does not know the store, only what it needs of one.
package poll
