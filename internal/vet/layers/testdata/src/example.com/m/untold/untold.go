// Package untold is a core and does not say so.
package untold // want `untold must have a line //synod:deterministic in its doc comment: cores are checked` `untold must have a line //spec:module Toy in its doc comment`
