// Package unknown names a module that does not exist.
//
//spec:module Nothing
package unknown // want `the actions of module Nothing are not known: no module Nothing`
