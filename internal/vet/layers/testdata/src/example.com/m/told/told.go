// Package told is a core and says so.
//
//synod:deterministic
//spec:module Toy
package told
