----------------------------- MODULE MultiPaxos -----------------------------
(***************************************************************************)
(* Multi-Paxos: a log of values, slot by slot the consensus of BasicPaxos, *)
(* with one phase 1 for all slots.                                         *)
(*                                                                         *)
(*   clients   Request(n, c)              n takes command c in             *)
(*   phase 1   Prepare(n, b)        "1a"  n asks for promises for its b    *)
(*             Promise(n, b, i)     "1b"  n reports its votes from slot i  *)
(*             Lead(n, b, Q)        "2a"  n leads: it proposes what it owes*)
(*   phase 2   Propose(n, b, s, v)  "2a"  the leader proposes v in slot s  *)
(*             Accept(n, b, s, v)   "2b"  n votes for v                    *)
(*             Refuse(n, b)               n has promised a higher ballot   *)
(*             StepDown(n, b)             n hears so, and gives up         *)
(*   learning  Learn(n, b, s, v, Q)       from the votes of a quorum       *)
(*             Notice(n, b, s)            from a notice and its own vote   *)
(*             CatchUp(n, b, s, v)        from an entry                    *)
(*   applying  Apply(n, s)                slot after slot                  *)
(*             Respond, RetryInOrder, SessionExpired     answers to clients*)
(*   storage   Snapshot(n)                what is applied goes to disk     *)
(*             Truncate(n, t)             votes below t are forgotten      *)
(*             InstallSnapshot(n, ..)     another's snapshot is taken over *)
(*   crash     Restart(n)                 only durable state is left       *)
(*                                                                         *)
(* What the words mean.                                                    *)
(*                                                                         *)
(*  - A value v is chosen in slot s when a quorum has voted for it there   *)
(*    in one ballot: ChosenIn(s, v), in MultiPaxosSafety like the          *)
(*    formulas and invariants that follow.                                 *)
(*  - n leads ballot b, Led(n, b), when it owns b, has the promises of a   *)
(*    quorum for it and has heard of no higher ballot.  Several nodes may  *)
(*    lead, each its own ballot, and each believe to be the only one.      *)
(*  - b is stable when no ballot above it is started any more: the formula *)
(*    Stable(b).  That is an assumption about the world; nobody can know   *)
(*    it, and nothing below needs it but progress.                         *)
(*  - A hole is a slot in which the promises that a leader rests on report *)
(*    no vote, below one in which they do: Hole(n, Q, b, s).  The leader   *)
(*    fills it with a no-op, because nobody else will and the slots above  *)
(*    must wait.                                                           *)
(*  - Intervals of slots are half-open: trunc[n] is the lowest slot whose  *)
(*    vote n keeps, upto[n] the first slot that is not in its prefix.      *)
(*                                                                         *)
(* Why a leader may skip phase 1 for all slots but the first: a promise is *)
(* not about a slot.  It ends the ballots below b in every slot, also in   *)
(* those nobody has touched, and reports all votes that there are from the *)
(* candidate's prefix on.  So when a quorum has promised, in each slot     *)
(* either the reports leave one value or none below b can be chosen, and   *)
(* that stays so: the invariants PromiseKept and ProposedSafe.  It needs   *)
(* the same ballot, kept in memory since its phase 1 (after a restart a    *)
(* new one: BallotUsedOnce), one value per ballot and slot                 *)
(* (OneValuePerBallot), and acceptors that go on comparing ballots         *)
(* (VoteDurable, PromiseDurable).  It does not need a unique leader.       *)
(*                                                                         *)
(* Why nothing is ever rolled back: only what is chosen is applied         *)
(* (KnownChosen, AppliedChosen), and chosen is for ever (Agreement).  A    *)
(* vote is not yet a choice; it may be superseded, but only by one in a    *)
(* higher ballot (VoteDurable) and for a value that is safe there          *)
(* (ProposedSafe), which is the same value if the first one was chosen.    *)
(*                                                                         *)
(* The conventions of BasicPaxos hold here too: one set of messages that   *)
(* only grows; locality; witnesses as parameters; Add; operators with      *)
(* names for mutants; nothing enumerates Ballot, Slot or Value but Next.   *)
(* What is kept per slot is a function on the slots touched.               *)
(*                                                                         *)
(* Simplifications: every quorum serves both phases; membership is fixed;  *)
(* messages go to everybody; clients do not appear, only their commands.   *)
(*                                                                         *)
(* What must hold is in MultiPaxosSafety.                                  *)
(*                                                                         *)
(* How to try to break this: each operator under "Guards and new values"   *)
(* has a model in models/ that overrides it, with the invariant that TLC   *)
(* then finds violated.  README.md says how to write your own.             *)
(***************************************************************************)
EXTENDS Sessions, FiniteSets

CONSTANTS
  Node,           \* the nodes, each of them replica, proposer and acceptor
  Quorum,         \* sets of nodes, any two of which meet
  Ballot,         \* ballot numbers, all > 0; 0 is "no ballot"
  Owner(_),       \* Owner(b): the only node that may start ballot b
  Slot,           \* the places of the log: 1, 2, ...
  Point,          \* where an interval of slots may begin or end
  Session,        \* the numbers that a session may get: 1, 2, ...
  Command,        \* what clients may request; see Sessions
  Value,          \* sequences of commands that may be proposed, none empty
  Window,         \* how far beyond its prefix a leader may propose
  Prefix,         \* what Extend may give
  Empty,          \* the prefix without slots
  Extend(_, _)    \* Extend(p, v): the prefix p and, behind it, v

VARIABLES
  promised,       \* promised[n]: the highest ballot n has promised
  vote,           \* vote[n][s]: n's last vote in slot s, [bal, val]
  trunc,          \* trunc[n]: below it n keeps no vote
  snap,           \* snap[n]: the prefix that n has on disk,
                  \*   [upto, prefix, opened, done]
  lead,           \* lead[n]: [bal, next]: the ballot that n is running, and
                  \*   the slot to propose in next; 0 while n is a candidate
  known,          \* known[n][s]: a value n knows chosen and has not applied
  upto,           \* upto[n]: the first slot that n has not applied
  prefix,         \* prefix[n]: what it has applied
  opened,         \* opened[n]: how many sessions that has opened
  done,           \* done[n][k]: the last command of open session k therein
  msgs            \* all messages ever sent

(* The classes of variables, as the tools read them. *)
DurableVars  == <<promised, vote, trunc, snap>>
VolatileVars == <<lead, known, upto, prefix, opened, done>>
NodeVars     == <<promised, vote, trunc, snap,
                  lead, known, upto, prefix, opened, done>>
Messages     == msgs

(* What else those who read traces need to know of them: which variables   *)
(* are told of key by key; in which no two nodes ever hold different       *)
(* values for a key; of which pairs two nodes that agree in the first      *)
(* agree in the second; and what are, slot by slot, maxBal and the last    *)
(* vote in Voting, and below which slot votes are forgotten.               *)
KeyedVars    == <<vote, known, done>>
Decisions    == <<known>>
Progress     == <<upto, prefix>>
VotingVars   == <<promised, vote, trunc>>

vars == <<promised, vote, trunc, snap,
          lead, known, upto, prefix, opened, done, msgs>>

(* The same by what they are for. *)
acceptor == <<promised, vote, trunc>>
applied  == <<upto, prefix, opened, done>>

NoOp   == <<>>
NoVote == [bal |-> 0, val |-> NoOp]    \* as if a no-op, before every ballot
Off    == [bal |-> 0, next |-> 0]
Blank  == [upto |-> 1, prefix |-> Empty, opened |-> 0, done |-> <<>>]

ASSUME QuorumsMeet == \A Q, R \in Quorum : Q \subseteq Node /\ Q \cap R # {}

-----------------------------------------------------------------------------
(* Messages.  Each says who sent it.                                       *)

MsgRequest(n, c)     == [type |-> "request", from |-> n, cmd |-> c]
Msg1a(n, b, i)       == [type |-> "1a", from |-> n, bal |-> b, slot |-> i]
Msg1b(n, b, i, w, t) == [type |-> "1b", from |-> n, bal |-> b, slot |-> i,
                         votes |-> w, trunc |-> t]
Msg2a(n, b, s, v)    == [type |-> "2a", from |-> n, bal |-> b, slot |-> s,
                         val |-> v]
Msg2b(n, b, s, v)    == [type |-> "2b", from |-> n, bal |-> b, slot |-> s,
                         val |-> v]
MsgRefusal(n, b, p)  == [type |-> "refusal", from |-> n, bal |-> b,
                         promised |-> p]
MsgEntry(n, b, s, v) == [type |-> "entry", from |-> n, bal |-> b, slot |-> s,
                         val |-> v]
MsgSnapshot(n, x)    == [type |-> "snapshot", from |-> n, snap |-> x]
MsgReply(n, k, c)    == [type |-> "reply", from |-> n, session |-> k,
                         cmd |-> c]
MsgRetry(n, c)       == [type |-> "retry", from |-> n, cmd |-> c]
MsgExpired(n, c)     == [type |-> "expired", from |-> n, cmd |-> c]

Sent(t) == {m \in msgs : m.type = t}

Add(M) == msgs \cup M

-----------------------------------------------------------------------------
(* Guards and new values.  Each is load-bearing; see models/.              *)

Max(X) == CHOOSE x \in X : \A y \in X : y <= x

Put(f, s, x)  == (s :> x) @@ f
VoteIn(f, s)  == IF s \in DOMAIN f THEN f[s] ELSE NoVote
From(f, t)    == [s \in {u \in DOMAIN f : u >= t} |-> f[s]]

Owns(n, b)       == Owner(b) = n
Fresh(n, b)      == b > promised[n]           \* to start a ballot
Higher(n, b)     == b > promised[n]           \* to promise a ballot
HighEnough(n, b) == b >= promised[n]          \* to vote in a ballot
Raised(p, b)     == b                         \* promised, after promising b
RaisedByVote(p, b) == b                       \* promised, after voting in b
Report(n, i)     == From(vote[n], i)          \* the votes a promise tells of
Reach(n)         == trunc[n]                  \* how far back they go
PromiseAfterCrash(n) == promised[n]
VoteAfterCrash(n)    == vote[n]
LeadAfterCrash(n)    == Off
PromiseAfterInstall(n) == promised[n]

(* Somebody has asked for every command of v. *)
Requested(c) == \E q \in Node : MsgRequest(q, c) \in msgs
Asked(v)     == \A i \in DOMAIN v : Requested(v[i])

(* The candidate of ballot b. *)
Preparing(n, b) == lead[n] = [bal |-> b, next |-> 0]

(* A node that meets a ballot above its own gives its own up. *)
GivesWay(n, b) == IF lead[n].bal < b THEN [lead EXCEPT ![n] = Off] ELSE lead

(* The promises of Q for b. *)
Promises(Q, b) == {m \in msgs : m.type = "1b" /\ m.bal = b /\ m.from \in Q}
AllPromised(Q, b) == \A q \in Q : \E m \in Promises(Q, b) : m.from = q

(* With the promises P a leader proposes from Base on: below it, all is    *)
(* chosen and in its own prefix, or in a snapshot of one who promised.     *)
Base(n, P) == Max({upto[n]} \cup {m.trunc : m \in P})
Reported(P) == UNION {DOMAIN m.votes : m \in P}
Top(n, P) == Max({Base(n, P)} \cup {s + 1 : s \in Reported(P)})

(* The slots in which it owes a proposal, holes included, and what it owes *)
(* in each: the value of the highest reported vote.  Where no vote is      *)
(* reported that is NoVote's, a no-op.                                     *)
Owing(n, P) == Base(n, P)..(Top(n, P) - 1)
Highest(R, r) == \A x \in R : x.bal <= r.bal
Owed(R) == (CHOOSE r \in R : Highest(R, r)).val
Reports(P, s) == {VoteIn(m.votes, s) : m \in P}
Owes(n, b, P) == {Msg2a(n, b, s, Owed(Reports(P, s))) : s \in Owing(n, P)}

(* The leader of b proposes slot after slot, and not too far ahead. *)
NextSlot(n, b, s) == s # 0 /\ lead[n] = [bal |-> b, next |-> s]
InWindow(n, s)    == s < upto[n] + Window

Kept(n, s)      == s >= trunc[n]
Unvoted(n, b, s) == VoteIn(vote[n], s).bal # b

(* Everyone in Q voted for v in slot s and ballot b. *)
ChosenBy(Q, b, s, v) == \A q \in Q : Msg2b(q, b, s, v) \in msgs

(* A notice says that slot s was chosen in ballot b, but not the value.    *)
(* Who voted in that very ballot knows it.                                 *)
Trusted(n, b, s) == VoteIn(vote[n], s).bal = b

Missing(n, s) == s >= upto[n] /\ s \notin DOMAIN known[n]

(* Which slot may be applied, and the one that follows it. *)
AtEnd(n, s)      == s = upto[n]
Following(n, s)  == s + 1
Table(n) == [opened |-> opened[n], done |-> done[n]]
TableWith(n, s) == ExecuteAll(Table(n), known[n][s])

(* A reply says that c was the last command of session k to take effect. *)
DoneBy(n, k, c) == IF k \in DOMAIN done[n] THEN done[n][k] = c ELSE FALSE

(* The session of c was opened and is closed, as far as n can see. *)
Over(n, c) == Expired(Table(n), Client(c))

(* What a snapshot holds, and when it may stand for the votes below t. *)
Stored(n) == [upto |-> upto[n], prefix |-> prefix[n],
              opened |-> opened[n], done |-> done[n]]
Newer(n)   == upto[n] > snap[n].upto
Covered(n, t) == t <= snap[n].upto
Remaining(n, t) == From(vote[n], t)           \* the votes, after truncation

Offers(m, u, p) ==
  {x \in {y.snap : y \in {z \in msgs : z.type = "snapshot" /\ z.from = m}} :
     x.upto = u /\ x.prefix = p}
Offer(m, u, p) == CHOOSE x \in Offers(m, u, p) : TRUE

-----------------------------------------------------------------------------
Init ==
  /\ promised = [n \in Node |-> 0]
  /\ vote     = [n \in Node |-> <<>>]
  /\ trunc    = [n \in Node |-> 1]
  /\ snap     = [n \in Node |-> Blank]
  /\ lead     = [n \in Node |-> Off]
  /\ known    = [n \in Node |-> <<>>]
  /\ upto     = [n \in Node |-> 1]
  /\ prefix   = [n \in Node |-> Empty]
  /\ opened   = [n \in Node |-> 0]
  /\ done     = [n \in Node |-> <<>>]
  /\ msgs     = {}

(***************************************************************************)
(* A client sends command c to n.  It may send it to others too, and       *)
(* again: what takes effect only once may stand in the log many times.     *)
(***************************************************************************)
Request(n, c) ==
  /\ UNCHANGED NodeVars
  /\ msgs' = Add({MsgRequest(n, c)})

(***************************************************************************)
(* Phase 1a, for all slots at once.  n starts a ballot of its own, above   *)
(* all it has promised, and promises it itself in the same step: the       *)
(* ballot is on disk before anybody hears of it, so that it is never used  *)
(* twice.  It asks for the votes from the first slot it has not applied.   *)
(***************************************************************************)
Prepare(n, b) ==
  /\ Owns(n, b)
  /\ Fresh(n, b)
  /\ promised' = [promised EXCEPT ![n] = Raised(@, b)]
  /\ lead' = [lead EXCEPT ![n] = [bal |-> b, next |-> 0]]
  /\ UNCHANGED <<vote, trunc, snap, known, applied>>
  /\ msgs' = Add({Msg1a(n, b, upto[n]),
                  Msg1b(n, b, upto[n], Report(n, upto[n]), Reach(n))})

(***************************************************************************)
(* Phase 1b.  n promises to cast no vote below b, in any slot, and reports *)
(* its votes from slot i on, and below which slot it has none to report.   *)
(***************************************************************************)
Promise(n, b, i) ==
  /\ Msg1a(Owner(b), b, i) \in msgs
  /\ Higher(n, b)
  /\ promised' = [promised EXCEPT ![n] = Raised(@, b)]
  /\ lead' = GivesWay(n, b)
  /\ UNCHANGED <<vote, trunc, snap, known, applied>>
  /\ msgs' = Add({Msg1b(n, b, i, Report(n, i), Reach(n))})

(***************************************************************************)
(* Phase 1 ends.  With the promises of a quorum Q, n leads ballot b.  It   *)
(* proposes at once in every slot from Base to the highest reported one:   *)
(* what the reports leave it, in holes a no-op.  Below Base nothing is     *)
(* proposed and votes reported are ignored: somebody in Q has forgotten    *)
(* its own there, and what is chosen there is in a snapshot.  If that lies *)
(* beyond n's own prefix, n catches up before it applies.                  *)
(***************************************************************************)
Lead(n, b, Q) ==
  /\ Preparing(n, b)
  /\ AllPromised(Q, b)
  /\ lead' = [lead EXCEPT ![n] = [bal |-> b, next |-> Top(n, Promises(Q, b))]]
  /\ UNCHANGED <<acceptor, snap, known, applied>>
  /\ msgs' = Add(Owes(n, b, Promises(Q, b)))

(***************************************************************************)
(* Phase 2a.  The leader proposes what clients asked for in its next slot, *)
(* without waiting for the slots before and without a phase 1.             *)
(***************************************************************************)
Propose(n, b, s, v) ==
  /\ NextSlot(n, b, s)
  /\ InWindow(n, s)
  /\ Asked(v)
  /\ lead' = [lead EXCEPT ![n] = [bal |-> b, next |-> s + 1]]
  /\ UNCHANGED <<acceptor, snap, known, applied>>
  /\ msgs' = Add({Msg2a(n, b, s, v)})

(***************************************************************************)
(* Phase 2b.  n votes for v in slot s and ballot b, unless it has promised *)
(* a higher ballot, voted in b already, or forgotten its votes there.      *)
(***************************************************************************)
Accept(n, b, s, v) ==
  /\ Msg2a(Owner(b), b, s, v) \in msgs
  /\ HighEnough(n, b)
  /\ Kept(n, s)
  /\ Unvoted(n, b, s)
  /\ promised' = [promised EXCEPT ![n] = RaisedByVote(@, b)]
  /\ vote' = [vote EXCEPT ![n] = Put(@, s, [bal |-> b, val |-> v])]
  /\ lead' = GivesWay(n, b)
  /\ UNCHANGED <<trunc, snap, known, applied>>
  /\ msgs' = Add({Msg2b(n, b, s, v)})

(***************************************************************************)
(* n tells the owner of b that it has promised a higher ballot.  Only      *)
(* progress gains by it.                                                   *)
(***************************************************************************)
Refuse(n, b) ==
  /\ \E m \in msgs : m.type \in {"1a", "2a"} /\ m.bal = b
  /\ b < promised[n]
  /\ UNCHANGED NodeVars
  /\ msgs' = Add({MsgRefusal(n, b, promised[n])})

(***************************************************************************)
(* n learns that ballot b, above the one it is running, has been promised, *)
(* and gives its own up.                                                   *)
(***************************************************************************)
StepDown(n, b) ==
  /\ lead[n].bal # 0
  /\ lead[n].bal < b
  /\ \E m \in msgs : m.type = "refusal" /\ m.promised = b
  /\ lead' = [lead EXCEPT ![n] = Off]
  /\ UNCHANGED <<acceptor, snap, known, applied>>
  /\ msgs' = Add({})

(***************************************************************************)
(* n learns that v is chosen in slot s: a quorum Q voted for it in one     *)
(* ballot.  It passes the entry on.                                        *)
(***************************************************************************)
Learn(n, b, s, v, Q) ==
  /\ Missing(n, s)
  /\ ChosenBy(Q, b, s, v)
  /\ known' = [known EXCEPT ![n] = Put(@, s, v)]
  /\ UNCHANGED <<acceptor, snap, lead, applied>>
  /\ msgs' = Add({MsgEntry(n, b, s, v)})

(***************************************************************************)
(* n learns the same from a notice: an entry of which only slot and ballot *)
(* are told.  The value is that of its own vote, if it voted in that       *)
(* ballot: a ballot has one value in each slot.  A vote in another ballot  *)
(* says nothing.                                                           *)
(***************************************************************************)
Notice(n, b, s) ==
  /\ \E m \in msgs : m.type = "entry" /\ m.bal = b /\ m.slot = s
  /\ Missing(n, s)
  /\ Trusted(n, b, s)
  /\ known' = [known EXCEPT ![n] = Put(@, s, VoteIn(vote[n], s).val)]
  /\ UNCHANGED <<acceptor, snap, lead, applied>>
  /\ msgs' = Add({MsgEntry(n, b, s, VoteIn(vote[n], s).val)})

(***************************************************************************)
(* n learns the same from an entry that somebody sends it, value and all.  *)
(***************************************************************************)
CatchUp(n, b, s, v) ==
  /\ \E q \in Node : MsgEntry(q, b, s, v) \in msgs
  /\ Missing(n, s)
  /\ known' = [known EXCEPT ![n] = Put(@, s, v)]
  /\ UNCHANGED <<acceptor, snap, lead, applied>>
  /\ msgs' = Add({MsgEntry(n, b, s, v)})

(***************************************************************************)
(* n applies the first slot that it has not applied: the prefix grows at   *)
(* its end, and those commands take effect that are next in their session. *)
(***************************************************************************)
Apply(n, s) ==
  /\ AtEnd(n, s)
  /\ s \in DOMAIN known[n]
  /\ upto'   = [upto EXCEPT ![n] = Following(n, s)]
  /\ prefix' = [prefix EXCEPT ![n] = Extend(@, known[n][s])]
  /\ opened' = [opened EXCEPT ![n] = TableWith(n, s).opened]
  /\ done'   = [done EXCEPT ![n] = TableWith(n, s).done]
  /\ known'  = [known EXCEPT ![n] = From(@, s + 1)]
  /\ UNCHANGED <<acceptor, snap, lead>>
  /\ msgs' = Add({})

(***************************************************************************)
(* n replies to the client of session k that its command c took effect.    *)
(* Any replica that has applied it may.                                    *)
(***************************************************************************)
Respond(n, k, c) ==
  /\ DoneBy(n, k, c)
  /\ UNCHANGED NodeVars
  /\ msgs' = Add({MsgReply(n, k, c)})

(***************************************************************************)
(* n answers that c is ahead of its turn, so that in this place of the log *)
(* it is skipped: the client is to send again, in order.                   *)
(***************************************************************************)
RetryInOrder(n, c) ==
  /\ Requested(c)
  /\ TooEarly(Table(n), c)
  /\ UNCHANGED NodeVars
  /\ msgs' = Add({MsgRetry(n, c)})

(***************************************************************************)
(* n answers that the session of c has expired: no command of it will take *)
(* effect any more.  Whether c itself once did, n cannot say.              *)
(***************************************************************************)
SessionExpired(n, c) ==
  /\ Requested(c)
  /\ Over(n, c)
  /\ UNCHANGED NodeVars
  /\ msgs' = Add({MsgExpired(n, c)})

(***************************************************************************)
(* n writes what it has applied to disk, and lets others have it.          *)
(***************************************************************************)
Snapshot(n) ==
  /\ Newer(n)
  /\ snap' = [snap EXCEPT ![n] = Stored(n)]
  /\ UNCHANGED <<acceptor, lead, known, applied>>
  /\ msgs' = Add({MsgSnapshot(n, Stored(n))})

(***************************************************************************)
(* n forgets its votes below t, which its snapshot covers.  From now on it *)
(* votes there no more, and says so in its promises.                       *)
(***************************************************************************)
Truncate(n, t) ==
  /\ t > trunc[n]
  /\ Covered(n, t)
  /\ trunc' = [trunc EXCEPT ![n] = t]
  /\ vote'  = [vote EXCEPT ![n] = Remaining(n, t)]
  /\ UNCHANGED <<promised, snap, lead, known, applied>>
  /\ msgs' = Add({})

(***************************************************************************)
(* n takes over the snapshot of m, of all slots below u, which reaches     *)
(* further than what n has applied.  Votes below u go, with everything     *)
(* else about these slots; votes above, the promise and the ballot that n  *)
(* may be running have nothing to do with it, and stay.                    *)
(***************************************************************************)
InstallSnapshot(n, m, u, p) ==
  /\ Offers(m, u, p) # {}
  /\ u > upto[n]
  /\ promised' = [promised EXCEPT ![n] = PromiseAfterInstall(n)]
  /\ snap'   = [snap EXCEPT ![n] = Offer(m, u, p)]
  /\ trunc'  = [trunc EXCEPT ![n] = Max({@, u})]
  /\ vote'   = [vote EXCEPT ![n] = Remaining(n, u)]
  /\ known'  = [known EXCEPT ![n] = From(@, u)]
  /\ upto'   = [upto EXCEPT ![n] = u]
  /\ prefix' = [prefix EXCEPT ![n] = p]
  /\ opened' = [opened EXCEPT ![n] = Offer(m, u, p).opened]
  /\ done'   = [done EXCEPT ![n] = Offer(m, u, p).done]
  /\ UNCHANGED lead
  /\ msgs' = Add({MsgSnapshot(n, Offer(m, u, p))})

(***************************************************************************)
(* n crashes and recovers: what it had not written down is gone.  Its      *)
(* prefix is that of its snapshot, and it leads no more.                   *)
(***************************************************************************)
Restart(n) ==
  /\ promised' = [promised EXCEPT ![n] = PromiseAfterCrash(n)]
  /\ vote'   = [vote EXCEPT ![n] = VoteAfterCrash(n)]
  /\ lead'   = [lead EXCEPT ![n] = LeadAfterCrash(n)]
  /\ known'  = [known EXCEPT ![n] = <<>>]
  /\ upto'   = [upto EXCEPT ![n] = snap[n].upto]
  /\ prefix' = [prefix EXCEPT ![n] = snap[n].prefix]
  /\ opened' = [opened EXCEPT ![n] = snap[n].opened]
  /\ done'   = [done EXCEPT ![n] = snap[n].done]
  /\ UNCHANGED <<trunc, snap>>
  /\ msgs' = Add({})

Next ==
  \E n \in Node :
     \/ \E c \in Command : Request(n, c)
     \/ \E b \in Ballot : Prepare(n, b)
     \/ \E b \in Ballot, i \in Point : Promise(n, b, i)
     \/ \E b \in Ballot, Q \in Quorum : Lead(n, b, Q)
     \/ \E b \in Ballot, s \in Slot, v \in Value : Propose(n, b, s, v)
     \/ \E b \in Ballot, s \in Slot, v \in Value \cup {NoOp} :
           Accept(n, b, s, v)
     \/ \E b \in Ballot : Refuse(n, b)
     \/ \E b \in Ballot : StepDown(n, b)
     \/ \E b \in Ballot, s \in Slot, v \in Value \cup {NoOp}, Q \in Quorum :
           Learn(n, b, s, v, Q)
     \/ \E b \in Ballot, s \in Slot : Notice(n, b, s)
     \/ \E b \in Ballot, s \in Slot, v \in Value \cup {NoOp} :
           CatchUp(n, b, s, v)
     \/ \E s \in Slot : Apply(n, s)
     \/ \E k \in Session, c \in Command : Respond(n, k, c)
     \/ \E c \in Command : RetryInOrder(n, c)
     \/ \E c \in Command : SessionExpired(n, c)
     \/ Snapshot(n)
     \/ \E t \in Point : Truncate(n, t)
     \/ \E m \in Node, u \in Point, p \in Prefix : InstallSnapshot(n, m, u, p)
     \/ Restart(n)

Spec == Init /\ [][Next]_vars

=============================================================================
