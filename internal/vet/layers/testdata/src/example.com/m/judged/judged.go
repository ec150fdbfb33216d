// Package judged is what is judged.
package judged

const Size = 3
