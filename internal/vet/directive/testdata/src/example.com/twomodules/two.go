// Package twomodules cannot make up its mind.
//
//spec:module BasicPaxos
//spec:module Voting // want `//spec:module has no effect here: it takes the name of the one TLA\+ module`
package twomodules
