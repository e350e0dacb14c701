"""The English words of exchange statements: data only, see README.md for how to add one."""

from .lexicon import DateWords, Language, NumberWords, forms, words

PHRASES: dict[str, str] = {
    # --- what people are counted by ------------------------------------------------------------
    "branch.armed_forces": (
        "armed forces | AFU | ZSU | army | land army "
        "| ukrainian army | the regular army | ukrainian military forces | ukraine's armed "
        "forces | armed forces of ukraine "
        "| the army"
    ),
    "branch.territorial_defence": (
        "territorial defence/defense forces?/force/brigades | TDF | TrO "
        "| territorial defence | territorial defense | territorials | territorial forces"
    ),
    "branch.national_guard": (
        "the guard has | the guard got | the guard | "
        "national guard guardsmen/servicemen/soldiers/members/fighters? "
        "| national guards/guardsman/guardsmen/guardswomen | NGU "
        "| national guardsmen | guardsmen of the national guard | guardsmen | guardsman"
    ),
    "branch.border_guard": (
        "state? border guard*/service/troops service?/personnel/staff? "
        "| border guardsman/guardsmen | border guards/guard | borderguards "
        "| frontier guard* service? | SBGS | DPSU "
        "| frontiersmen | frontiersman | border troops/officers | borderguard | border service "
        "| state border service | border forces | frontier troops | border protection | "
        "border guard officers "
        "| guarded the border"
    ),
    "branch.navy": (
        "navy | naval forces/force? | sailors of the fleet | fleet "
        "| sailors | sailor | seamen | served at sea | naval crew"
    ),
    "branch.air_force": "air force/forces | airmen",
    "branch.air_assault": (
        "air assault forces/troops/units? | airborne assault? forces/troops? | paratroopers "
        "| paratrooper"
    ),
    "branch.ground_forces": "ground/land forces/troops",
    "branch.special_operations": (
        "special operations forces/force | special operators | SOF | SSO "
        "| special forces | special operations"
    ),
    "branch.national_police": (
        "national? police officers/officer/force | national police | police | policemen "
        "| policeman | policewoman | policewomen"
    ),
    "branch.state_transport": (
        "state? special transport service/servicemen/troops | special transport forces "
        "| state transport special? service | SSTS "
        "| state special service of transport | special service of transport | transport "
        "service | state transport troops | special transport service | railway troops"
    ),
    "branch.emergency_service": (
        "state? emergency service/services | rescuers | rescuer | rescue workers/worker | SES "
        "| firefighters | firefighter"
    ),
    "branch.international_legion": (
        "international/foreign legion | legionnaires | legionnaire | legion"
    ),
    "branch.security_service": "security service | SBU | SSU",
    "branch.intelligence": (
        "military/defence/defense intelligence | HUR | GUR | main directorate of intelligence "
        "| main intelligence directorate | intelligence directorate"
    ),
    "branch.community_volunteers": (
        "volunteer* formation* of territorial? communit* | community volunteer* "
        "| territorial community volunteers "
        "| volunteer formations of? communities | volunteers of territorial communities | "
        "volunteer formation fighters"
    ),
    "rank.privates_and_sergeants": (
        "rank and file and ncos/sergeants | the? rank and file and the? ncos/sergeants | ncos "
        "and rank and file | ncos and privates/soldiers | junior ranks and sergeants | soldiers "
        "and sergeants | "
        "privates/soldiers/soldier/private and/or/& sergeants/sergeant/ncos "
        "| sergeants/sergeant/ncos and/or/& privates/private/soldiers/soldier "
        "| private/ordinary/enlisted and/or/& sergeant/sergeants composition/ranks/personnel/staff?"
        " "
        "| privates and non commissioned officers "
        "| enlisted personnel/men/people/soldiers/ranks | rank and file soldiers? and sergeants "
        "| soldiers and non commissioned officers | privates and NCOs | other ranks "
        "| lower ranks | sergeants and other ranks | ordinary soldiers and sergeants "
        "| rank and file and sergeants | enlisted ranks/members "
        "| sergeants and soldiers | soldiers and sergeants | privates or sergeants | enlisted | "
        "enlisted men and women | privates and non-coms | non-officers | sergeants and "
        "privates | sergeants and enlisted men | soldiers and ncos | rank-and-file soldiers "
        "and sergeants | private and sergeant ranks | privates and sergeant composition | "
        "rank and file and sergeant "
        "| enlisted men/personnel/soldiers/women and/or sergeants/ncos | sergeants/ncos and/or "
        "enlisted men/personnel | ordinary soldiers and ncos | junior ranks | enlisted "
        "soldiers and sergeants | sergeants and lower ranks | soldiers and ncos | rank and "
        "file"
    ),
    "rank.privates": "privates | private soldiers | rank and file soldiers?",
    "rank.sergeants": "sergeants | sergeant | non commissioned officers/officer | NCOs",
    "rank.officers": (
        "officers | officer | officer rank/ranks | commissioned officers | rank of officer "
        "| officer corps "
        "| officer composition | officer's rank | an officer's rank | officer grade | officer "
        "status | hold a commission | commissioned"
    ),
    "status.civilian": (
        "civilians | civilian | civil persons/person/people "
        "| civilian hostages/detainees/captives/prisoners/men/people/citizens/ukrainians/residents "
        "| civilian hostage/detainee/captive/prisoner | non combatants"
    ),
    "sex.women": (
        "women | woman | female defenders/prisoners/soldiers/captives/personnel/fighters "
        "| servicewomen | servicewoman | female | females | military women"
    ),
    "sex.men": "men | man | male | males",
    "person": (
        "conscripts | recruits | reservists | fellow citizens | volunteers | captured men | "
        "infantrymen | medics | gunners | draftees | our men | our soldiers | "
        "people | persons | person | individuals | individual | ukrainian | ukrainians "
        "| citizens | defenders | defender | fighters | fighter | warriors | warrior | heroes "
        "| hero | members | member | men and women | boys | combatants | compatriots "
        "| countrymen | our own | our people/own/boys/guys/men/boys "
        "| its people/men/own/citizens | their people/men | of the people | sons and daughters "
        "| marines | pilots | personnel | staff | returnees | human beings | souls "
        "| its own people/men/citizens/soldiers | comrades | brothers | brothers-in-arms "
        "| nationals | national | passengers | men and women | faces | names on the list | of "
        "its people | of our people | returning | marines | of theirs | wearers | loved ones "
        "| families' sons | ukrainian nationals/citizens/people | military people | "
        "relatives' sons"
    ),
    "person.captive": (
        "prisoners | prisoner | captives | captive | POWs | POW | detainees "
        "| prisoners/prisoner of war | war prisoners | hostages | hostage | inmates "
        "| captured/imprisoned people/soldiers/ukrainians"
    ),
    "person.freed": (
        "the/those freed/released/returned/liberated/exchanged/rescued "
        "| those who returned/came home? | returnees | those being? freed/released "
        "| those brought home/back | the freed ones"
    ),
    "person.military": (
        "soldiers | soldier | servicemen | serviceman | service members/member "
        "| servicemembers | troops | military | military personnel/servicemen/men "
        "| service personnel | soldiers and officers | troops and officers "
        "| service men and women | servicemen and women | servicemen and servicewomen "
        "| military people"
    ),
    "person.women": "ukrainian women | female ukrainians",
    "person.russian": (
        "russians | russian soldiers/servicemen/troops/prisoners/captives/military "
        "| russian prisoners of war "
        "| russian POWs/service/citizens/men/personnel/people members? "
        "| russian military personnel/men/servicemen | captured/captive russians "
        "| enemy soldiers | russian service members/personnel | russian fighters "
        "| russian military | enemy troops/fighters/personnel | occupying/occupation troops "
        "| invaders "
        "| russian nationals | its own? nationals | captured russian soldiers | russian "
        "captives | russian detainees | russian service personnel | russian combatants | "
        "russian inmates | russian pows | russian prisoners"
    ),
    "body": (
        "on the shield | repatriation measures | on their shields | repatriated bodies | its "
        "dead | of its dead | their dead | of their dead | own dead | war dead | "
        "bodies | body | remains | fallen defenders/soldiers/heroes/warriors/ukrainians? "
        "| fallen ukrainian? defenders/soldiers/servicemen/warriors | dead soldiers/defenders "
        "| deceased | corpses | the fallen | killed soldiers/defenders | the dead | dead bodies "
        "| coffins | deceased defenders/soldiers/servicemen/ukrainian defenders/soldiers?"
    ),
    # --- what is counted but is no figure of ours ----------------------------------------------
    "names": ("names | surnames | people's names"),
    "ratio": ("for every | in every | out of every | per every"),
    "unit": (
        "armies | capitals | governments | parties | delegations | militaries | "
        "years | year | months | month | weeks | week | days | day | hours | hour | minutes "
        "| minute | decades | nights | seconds | kilometres | kilometers | kilometre | km "
        "| miles | metres | meters | percent | per cent | % | euros | dollars | hryvnias "
        "| hryvnia | kilograms | kg | pounds | brigade | brigades | regiment | battalion "
        "| battalions | company | squad | countries | states | regions | oblasts | cities "
        "| villages | buses | ambulances | cars | trucks | planes | aircraft | relatives "
        "| families | mothers | wives | times | occasions | points | stages | rounds | phases "
        "| groups | lists | hospitals | colonies | prisons | exchanges | swaps | floor | births "
        "| year-old | year-olds | years old | years of age | years' | months' "
        "| year term/sentence | calls | letters | drones | missiles | crew "
        "| crew members/member | guards | medics | doctors | journalists | lawyers | pilots "
        "| o'clock | a.m | p.m | am | pm | degrees | litres | tonnes | tons | parcels | names "
        "| goals | seasons | games | beds | coaches | buses | limbs | teeth | photographs | "
        "pictures | candles | tables | seats | vehicles | convoys | lorries | vans "
        "| pupils | sisters | brothers | kilos "
        "| kilogram | kilogrammes | calories | square | inches | feet | yards | bridges | "
        "checkpoints | cells | courts | trials | verdicts | cases | agencies | channels | "
        "ministers | diplomats | negotiators | volunteers in | psychologists | nurses | days' "
        "| weeks' | sides | matches | hectares | questions | million | billion | roubles | "
        "rubles | stitches | operations | surgeries"
    ),
    "unit.child": (
        "children | grandchildren | daughters | sons | child | infants | orphans | teenagers "
        "| minors"
    ),
    "unit.before": (
        "aged | age | brigade no | unit | colony no | number | no | article | room | Il | Su "
        "| An | Tu | paragraph | channel | page | order no | chapter | building"
    ),
    "unit.age": (
        "younger than | older than | under the age of | over the age of | turned | turning "
        "| youngest | oldest | eldest"
    ),
    "highlight": (
        "captured | taken prisoner/captive | taken in captivity | defended | held | guarded "
        "| defence of | defense of | took part | convicted | sentenced | on trial | jailed "
        "| tried | behind bars | imprisoned since | came out of | serving | born | given "
        "| tortured | missing | sector | disappeared | considered missing | fought for "
        "| fought at | azovstal | mariupol | snake/zmiinyi island | chornobyl | ill | sick "
        "| injuries | disabilities | diagnosed | wounds"
    ),
    "modifier": (
        "badly | seriously | gravely | severely | heavily | wounded | injured | sick | ill "
        "| captured | captive | imprisoned | more | other | further | former | young | elderly "
        "| of whose | fellow | brave | living | military-age | fallen | ordinary "
        "| additional | unlawfully | illegally | held | detained | new | surviving | state "
        "| local | male | deported | sent | mobilised | mobilized | conscripted | regular "
        "| of ukraine | of ukraine's | of the | seriously ill | and badly "
        "| and seriously"
    ),
    "belong": (
        "have/has/had been | served | serve | serving in/with | serves | fought in/with "
        "| belong | belongs  "
        "| belonged | are | is | were | was | come from | came from | hold "
        "| have/has/hold the rank | represent | represented | represents | comes | enlisted "
        "| drawn from | hail from | from"
    ),
    # --- how figures hang together -------------------------------------------------------------
    "nest.whom": (
        "of whom | of which | among whom | among which "
        "| from which | from whom | out of whom | amongst whom | of whom"
    ),
    "nest": (
        "including | among them | of them | of these | of that number | included | include "
        "| includes | of those | counting | among these | these include | of this number "
        "| which includes | who include | in particular "
        "| of the total | of the group | among the group | of whom | counted among them | of "
        "those freed/released/returned/exchanged | among the returned/freed/released | among "
        "those | in this number | out of them | from them | from these | from which | from "
        "whom | of that group | therein"
    ),
    "among": "among | out of | of the | amongst",
    "resume": (
        "as well as | while | also | plus | in addition "
        "| besides | another | whereas | on top of | apart from | likewise "
        "| and also | with them | joined by | beside | accompanied by"
    ),
    "rest": "the remaining | remaining | the rest | the other | the others | others",
    "each": (
        "each | each side/country/party/other | from/on/by/for each | either side "
        "| on either side | on each side | from each side | from each | apiece | a side "
        "| per side | both sides freed/released/returned | each of the two? sides"
    ),
    "both": (
        "both sides | both directions | both countries | in both | combined "
        "| in both directions | changed hands | the two sides | between them | both ways "
        "| from both sides | the two countries"
    ),
    # --- what happened -------------------------------------------------------------------------
    "done.participle": "returned | freed | released | liberated | rescued",
    "done": (
        "go home | goes home | going home | get home | are going home | "
        "won release | secured their release | secured freedom | are on ukrainian soil | are now "
        "on | were reunited | stepped off | made their way home | came out of captivity | "
        "brought out of | won their freedom | were handed back | got to come home | are safe | "
        "let them go | let him/her go | walk free | was let go | gained their freedom | given "
        "their freedom | slept in ukraine | safely home | safely back | "
        "recovered | return from/home | return to ukraine | freeing | releasing "
        "| bringing home/back | sending home | came home/back | come home/back | are home/back "
        "| is home/back | were home | back home | sent home | brought home/back "
        "| brings home/back | got out of | got * out | got back | returns home? "
        "| returning home | frees | went home | gone home | back from | back in ukraine "
        "| back on | home from | home again | have come | liberated | rescued | freed from "
        "| helps free | landed | crossed | repatriated | crosses "
        "| secured the release | gets back | gets home | regained | set free "
        "| managed to return/free/bring/release/liberate | succeeded in returning/freeing "
        "| able to return/free/bring | possible to return/free/bring/release/repatriate "
        "| won freedom | breathing | brought out | dismissed from captivity | reunited "
        "| left captivity | walked free | has got | have been dismissed | are free | is free "
        "| at home | home at last | are now home | are finally home | have arrived "
        "| arrived in/from/home/back | welcomed home/back | welcomed | brought "
        "| on their way home | is bringing home | heading home | are returning/coming home? "
        "| is returning home | pulled out | leave * prisons | leave prisons | freedom for "
        "| home after | taken home | flown home | we return/bring/free | retrieved "
        "| recovered from russia* | has recovered | got | repatriates | comes home | come back "
        "| out of captivity | released from | bring home | left russian captivity "
        "| back with their | make it home | made it home | finally home | were on the buses "
        "| on the buses "
        "| walked out | set foot | stepped onto/on/off/over | got off | climbed out/down | "
        "stepped down | were driven home | have been freed | rolled across/into/in/over | "
        "walked across/over/through | walked into | won back | was brought | have returned | "
        "has returned | has brought home/back | flew home/back/in | arrived | pulled across | "
        "recovered | were back | are back | is back | came off | emerged from | came out of | "
        "changed places | pulled out of | brings | returns | return home | hugged their | "
        "embraced | touched down | bring back | bringing | reached home/ukraine | is now home "
        "| passed through the gates | freedom to | out of russia | left behind bars | made it "
        "back/home/out | regained their? freedom | regained freedom | got their? freedom | "
        "dismissed | drove home | ticked off | has been freed | exited | saw freedom | were "
        "let out | was released | delivered from | succeeded to return | greeted | welcomes "
        "home | delivers | rejoined | delivered home | counted through "
        "| sleep at home | breathe free | breathing free | free air | in safe hands | slept at "
        "home | crossed to | brought across | stepped across | got out"
    ),
    "done.home": (
        "already/now in chernihiv/sumy region | in chernihiv region | "
        "across the * border | over the * border | across the * frontier | "
        "across the border/line/bridge/frontier | over the border/frontier | through the "
        "checkpoint/crossing | walk free | at home | government-controlled/government-held "
        "territory | at the border crossing | territory kyiv controls | "
        "home | back home | at home | home again | on ukrainian soil/ground/territory/land | "
        "onto ukrainian soil/ground/territory/land | to ukrainian "
        "soil/ground/territory/land/held/controlled | ukrainian held/controlled "
        "territory/ground/land | government held/controlled territory/ground/land | free "
        "again | free | free men | freedom | liberty | home soil | native land/soil | "
        "motherland | homeland | back with their/his/her families/family | back in "
        "ukraine/kyiv | into ukraine | to ukraine | in ukraine's hands | back among | "
        "reunited | back on ukrainian soil/ground | on home soil | in ukrainian hands | safe "
        "in ukraine | on free soil | on this side of the border"
    ),
    "done.out": (
        "from/of/out russian? captivity | from captivity | out of captivity | out of russian? "
        "captivity | from russian/enemy/hostile "
        "captivity/prisons/jails/cells/custody/detention | out of russian "
        "prisons/jails/cells/custody/detention | from/of russian prisons | from russia's "
        "prisons/jails/cells | from behind bars/barbed | from detention | from prison camps | "
        "from imprisonment | from hostile/enemy captivity | walked out of | left captivity | "
        "end of captivity "
        "| jails behind | prisons behind | captivity behind | russian jails behind | russian "
        "jails | left russian prisons"
    ),
    "done.body": (
        "came | come | came back | were returned | reached | crossed | "
        "brought | carried | delivered | transported | arrived | moved |  trucked "
    ),
    "night": ("night | overnight | nighttime"),
    "hour.late": (
        "before midnight | late in the evening | late at night | in the evening | late on | "
        "late evening | short of midnight | by midnight | towards midnight | this evening"
    ),
    "hour.early": (
        "after midnight | past midnight | before dawn | at dawn | in the morning | before "
        "sunrise | small hours | at first light | early hours | towards dawn | before "
        "daybreak | at daybreak | early morning | a.m | dawn broke"
    ),
    "all_of": (
        "all of them | all are | all of whom are | only | all were | every one of them | "
        "exclusively | without exception "
        "| all"
    ),
    "other_way.side": (
        "on the russian side | for the russian side | on russia's side | the russian group | "
        "the russian contingent"
    ),
    "done.right": (
        "the correct figure/number/total/count | the right figure/number/total | should read "
        "| should have read | the true figure/number | correct number | corrected figure"
    ),
    "done.exchange": (
        "took place | has taken place | completed | carried out | held a | was held "
        "| have held | conducted | saw the | has been held | went ahead | has happened "
        "| happened | has ended | conduct | held another | held the | staged | concluded "
        "| carry out | hold "
        "| wrapped up | has held | completes | complete | finished | held their | holds | hold "
        "their | were held | took place on | came to an end | been completed | executed | "
        "closed | has taken place | has been carried out | has been completed | there has "
        "taken place | went off | unfolded | brought off | pulled off"
    ),
    "done.swap": (
        "exchanged | swapped | swap prisoners | exchange prisoners | trade prisoners | traded "
        "| were exchanged | have exchanged | were swapped | exchanges prisoners | trading "
        "| exchange prisoners | swaps prisoners | swapping | changed places | exchanging "
        "| swap captives | exchange captives | exchanged captives | trade captives | "
        "exchanges captives"
    ),
    "return_noun": (
        "the return of | return of | the release of | release of | liberation of "
        "| the repatriation of | repatriation of | the handover of | transfer of "
        "| homecoming of"
    ),
    "report": (
        "announced | reported | reports | informs | said | confirmed | says | announces "
        "| confirms | welcomed | hailed | secured | ensured | achieved"
    ),
    "give": (
        "handed over | handed back | handed | transferred | gave up | gave back | given back "
        "| delivered | turned over | hands over | transfers | sent back | gave "
        "| hand over | given | passed back | handing over "
        "| parted with | hand | returns to russia | has handed over | was handed "
        "| were handed | gives back | relinquished | let go of | sends home | "
        "sends back | has given back | travelled the other | traveled the other | went the "
        "other | went the opposite | had travelled | had traveled | crossed the other | "
        "headed the other | passed to | ceded | driven to the other | went back to russia | "
        "went home to russia | went to russia "
        "| let go | lets go | letting go"
    ),
    "receive": (
        "received | receives | took back | got back | got | accepted | took in | has got "
        "| were given back | taken back | get back | getting back | was given | took delivery "
        "| receiving | took home | got home | taken home | took delivery of | welcomed its | "
        "regained | took custody | reclaimed | recovered its | took charge of | brought home "
        "its | collected its | takes back | gets back | collected "
        "| has been given | have been given | were given | was handed its | were handed their"
    ),
    "captivity": (
        "captivity | prisoner swaps/exchanges | prison cells | imprisonment | russian prisons "
        "| prisons | swapped prisoners | captors | prison camps"
    ),
    "other_way": (
        "opposite journey/trip/route/road | other journey | the reverse journey/trip/route | in "
        "the opposite direction | made the return journey | "
        "in return | in exchange | the other way | other/opposite/reverse direction | to the "
        "other side | in turn | for its part | the opposite way | the far side | on the far "
        "side | at the far end | to the opposite side | the reverse way | to the far side | "
        "the other end of | as its part | into russian hands | to the russian bank"
    ),
    "same_number": (
        "the same number | as many | an equal number | the same amount | an identical number "
        "| just as many | exactly as many | a like number | the same quantity | an equivalent "
        "number"
    ),
    "days_span": (
        "over/in/within/during the? two/three/four/five/several/few days | over the "
        "three/two/four stages | in all three/two/four stages | over both days | over all "
        "three/two/four days | three/two/four day total | across the three/two/four days | "
        "across both/all days/stages | in both stages | over the weekend"
    ),
    "alien": (
        "club | clubs | striker | goalkeeper | midfielder | goals | season | seasons | "
        "supporters | coach | transfer window | league | football | basketball | hockey | "
        "championship | match | matches | stadium | dynamo | shakhtar | fc | chess | bank | "
        "banks | banknotes | currency | reserves | dealers | dollars | hryvnia | hryvnias | "
        "euros | cash | deposits | loans | investors | shares | market | trading | students | "
        "student | university | pupils | school exchange | library | librarian | books | "
        "museum | artefacts | artifacts | exhibits | painting | paintings | zoo | bison | "
        "bears | wolves | birds | storks | animals | species | wildlife | veterinary | seeds "
        "| clothes | stamps | theatre | film | novel | series | tickets | customers | shop | "
        "store | gift | gifts | refund | parcel | scientists | researchers | gas exchange | "
        "patients | vouchers | tenants | flats | apartments | cricket | player | players | "
        "team's | teammates | toys | bicycles | scooters | vinyl | plasma | turtles | "
        "dolphins | escape room | game | gamers | fans | heritage | villagers | visitors | "
        "data | server | servers | cattle | horses | fish "
        "| volumes | novels | readers | reader | reading | bookshop | textbooks | crew exchange "
        "| foster | puppies | dogs | cats | kittens | shelter | aquarium | rocket | satellite "
        "| spacecraft | astronauts | album | concert | choir | recipes | barter | trade fair "
        "| crypto | bitcoin | commuters | luggage | wallet | employees | workforce | strike | "
        "referee | fine | election | votes | hostel "
        "| lion | lions | tigers | elephants | sanctuary | sanctuaries | menagerie | cages | "
        "zookeepers | vet | medals | medal | tournament | squad's | athletes | trophy "
        "| marathon | race | runners | charity run | auction | fundraiser | court case | bail | "
        "swindlers | fraud"
    ),
    "exchange": (
        "exchange/swap/deal agreed on/in/at | exchange/swap negotiated | "
        "exchange | swap | swaps | prisoner exchange/swap | exchange of prisoners "
        "| POW exchange/swap | exchanges of prisoners | prisoners exchange "
        "| prisoner-of-war exchange/swap | trade | swap of prisoners | exchange of captives "
        "| handover | deal | such exchange/swap"
    ),
    "stage": ("stage | phase | round | part | leg | day of the | instalment | installment | batch"),
    "release": (
        "no exchange | this was no swap/exchange | not by way of exchange | no counterpart | no "
        "reciprocal | without reciprocity | nobody was returned in | not an ordinary "
        "exchange/swap | "
        "outside any/the/an? exchange/swap | outside of any/the/an? exchange/swap "
        "| not an exchange/swap | not as part of an/any exchange/swap | release and not "
        "| outside the exchanges? process/procedure/framework | unilateral/unilaterally "
        "| separately from the/any/an exchange/swap | without any/an exchange "
        "| not part of an/any/the exchange/swap | goodwill gesture | gesture of goodwill "
        "| apart from the/any exchange/swap | outside exchanges/swaps | nothing in return "
        "| nobody in return | no one in return | not in exchange | not a swap "
        "| no exchange/swap was involved | not a prisoner exchange/swap | outside of exchanges "
        "| without exchange | not by exchange | nobody was handed over "
        "| was not a prisoner? swap/exchange | separate from the/any exchange/swap "
        "| no one asked for | asked for no one/nobody/nothing | nobody was given up | nobody "
        "was given | no exchange at all | and no exchange | not an exchange | without a swap "
        "| without an exchange | unilaterally | unilateral | without any swap | without "
        "conditions | without preconditions | nobody was swapped | no prisoners in return | "
        "no russians | nobody was sent back | no one was handed | no one was given | no swap "
        "| rather than an exchange/swap | nobody had to be | for nobody at all in return | "
        "asked nothing in return | humanitarian release | medical grounds | pardoned | "
        "amnesty | not in the framework of | outside of the exchange | outside the framework "
        "| no russian | no russian was | no one in return"
    ),
    # --- what did not happen, or not to us -----------------------------------------------------
    "plan": (
        "will | would | shall | agreed | agree | plan | plans | planned | planning | expect "
        "| expects | expected | prepare | prepares | prepared | preparing | being prepared "
        "| should | may | might | could | ready | hope | hopes | hoping | intend | intends "
        "| promised | promises | scheduled | upcoming | tomorrow | proposes | proposed "
        "| offered | offers | vowed | undertook | undertakes | aims | aimed | seek | seeks "
        "| seeking | demand | demands | demanded | calls for | called for | calling for "
        "| were to | was to | are to | is to | to be | if | in the coming "
        "| next week/month/stage/days | due to | possible swap/exchange | until | wants | want "
        "| working on | talks on | list of | lists of | negotiating | pledged | envisages "
        "| provides for | provide for | prospect of | once complete | due | discuss* "
        "| negotiate | going to | let us | set to | can | cannot | efforts to | work to "
        "| continue to | try to | trying to "
        "| ahead of | hopes to | await | awaits | awaiting | waiting for | wait for | waits | "
        "pending | to follow | still ahead | about to | looks forward | looking "
        "forward | ought to | prospects | under discussion | was due | were due | wondered | "
        "to come home | shall be | envisaged | preparations | being compared | a step towards "
        "| calls on | petition | lobbying | ready to | to bring | to free | to return | to "
        "release | to swap | to exchange | to hand"
    ),
    "not": (
        "not | never | no | nobody | none | no one | n't | didn't | wasn't | weren't | hasn't "
        "| haven't | neither | nor | isn't | aren't | fails to | failed to "
        "| refused to | nothing"
    ),
    "failure": (
        "did not take place | never took place | did not happen | fell through | postponed "
        "| cancelled | canceled | called off | collapsed | derailed | disrupted | suspended "
        "| delayed | did not go ahead | put off | thwarted | broke down | has not taken place "
        "| aborted | failed | no exchange/swap took place | was not held | failed to | stalled "
        "| on hold "
        "| turned back | collapsed in | came to nothing | drove back | called it off | was not "
        "carried out | did not materialise | was aborted | never happened | no one was "
        "exchanged | was scrapped | did not come off | nobody was exchanged | nobody was "
        "returned"
    ),
    "denial": (
        "dismissed as | fabrication | rumour* | rumors | denied | denies | deny | denial "
        "| lie | fake | refuted | refutes | rejects the | rejected the | false | untrue "
        "| disinformation | hoax | misinformation | no such exchange/swap | fabricated "
        "| not true | does not correspond | debunked | baseless"
    ),
    "background": (
        "in the same month | in the same week | in the same year | the same month | earlier in | "
        "on that occasion | at that point | were last exchanged/swapped | last "
        "exchanged/swapped/freed | last such | the last before | a week after the previous one | "
        "after the previous one | than the previous one | that exchange/swap | the latest "
        "exchange/swap * earlier | in earlier | in previous | in past exchanges/swaps | prior "
        "exchanges/swaps | earlier exchanges/swaps | "
        "previous | most recent exchange/swap | in the last exchange/swap | previously "
        "| earlier | last time | then managed | long since | before that | a year ago "
        "| years ago | last month | last year | months ago | weeks ago | days ago | days before "
        "| a week before | week earlier | days earlier | months earlier "
        "| back then | at the time | in the past | the last exchange/swap | the last such "
        "| the last one | the prior | preceding | before this | at that time | formerly "
        "| the latest before | a month ago | a week ago | the week before | the month before "
        "| last week | the day before | since been returned | the other day "
        "| earlier this/in/that week/month/year | last autumn/fall/summer/winter/spring | the "
        "last convoy/group/time | days before that | six/five/four/three/two/several/a "
        "few/ten/eight/nine days/weeks/months earlier/before | a day/week/month/year "
        "earlier/before | on the previous/preceding | the year before | in an "
        "earlier/previous | had there been | the exchange before | the swap before | the last "
        "two/few | most recently | prior to | then had | there had been | previous swaps | "
        " in the previous | the previous evening "
        "| last spring | in the spring | in spring | in summer | in autumn | over the summer | "
        "crowded summer | a summer in | last christmas | last easter | in the autumn | in the "
        "summer | all summer "
        "| a separate exchange/swap | in a separate exchange/swap | an earlier exchange/swap"
    ),
    "recall": (
        "as reported | as previously reported | as earlier reported | as was reported "
        "| recall | we remind | let us recall | let us remember | for reference | background "
        "| reminder | it will be recalled | as a reminder | remember that "
        "| by way of background | it was reported "
        "| annual review | the past year saw | year in review | in review | over the past year"
    ),
    "held_still": (
        "still in | remain in | remains in | still held | still there | still being held "
        "| are still | remain captive | still hold | is still | are held | holds | being held "
        "| remain"
    ),
    "wrong": (
        "corrected from | correcting | instead of | rather than | and not | wrongly "
        "| mistakenly | erroneously | in error | incorrectly | not"
    ),
    "not_this": (
        "met him/her/them | greeted him/her/them | welcomed him/her/them | "
        ""
        "earlier today | earlier in the day | not only | one of the | one more | one another "
        "| among the largest/biggest | one day | first time | at one | day one | day two "
        "| day three | for one | last year's | no longer | no less | no doubt | as many as "
        "| one by one | one after | no fewer | some of | second world war | world war two "
        "| first of all | no one is | one side | the other side | the one | this one | that one "
        "| red cross visit* | returned to work | no comment | not without | first lady "
        "| first deputy | second chance | deputy prime | one family | most of them "
        "| held in russia | held captive | held in | held by | group of seven | g7 | g20 "
        "| exchange rate* | exchange data/information/fund/office/student/market/views "
        "| exchange of fire/views/information/data/experience/letters/gunfire/opinions "
        "| exchanged lists | exchange of lists | stock exchange "
        "| exchanged data/views/fire/information/letters/words/calls  "
        "| in exchange for | heat exchange | in one | one thing | no matter | no ransom "
        "| nothing is | if not | minister of | right now "
        "| home town | hometown | home front | home ministry | home secretary | nursing home | "
        "as before | once again | as ever | not yet | as long as | as soon as | as well | as "
        "much as | as far as | tens of | at the hands of | home address | home game | home "
        "side | free of charge | feel free | toll free | at-home | free kick | home region | "
        "home village | stock exchange | exchange office/offices/rate | free press | radio "
        "free | exchange student/students | student exchange | heat exchanger | home district "
        "| to the motherland's | number of people/prisoners/ukrainians | in return for | "
        "serial number | phone number | at the exchange point "
        "| returned to duty/service/school/work/training/competition | return to "
        "duty/service/work/training | returned to the front | returned to combat "
        "| can confirm | can now confirm | can report | can announce | can today confirm | can "
        "finally"
    ),
    "habit": (
        "every time | each time | whenever | everyone/anyone/all who crosses/crossed/cross | as "
        "a rule | usually | typically | always | normally | most exchanges | each exchange | "
        "every exchange | how exchanges"
    ),
    "genre": (
        "explainer | fact check | fact checking | fact-check | interview | q and a | "
        "an interview | in conversation | conversation with | analysis | faq | questions and "
        "answers | opinion | verify | verified | how it works | who counts"
    ),
    "freedom": ("their freedom | his freedom | her freedom | freedom to | back their lives"),
    "together": ("together with | along with | alongside"),
    "local": (
        "from our region | from the region | come from our | from our oblast | from this region "
        "| "
        "residents of | natives of | fellow countrymen from | locals | from the region | from "
        "our region | residents"
    ),
    "also": (
        "also | additionally | in addition | separately | moreover | besides | apart from this"
    ),
    # --- who -----------------------------------------------------------------------------------
    "own": (
        "its own | their own | its | their | his own | own | of its own? | of their own? | his"
    ),
    "ours": "of? our own? | ours",
    "ru": (
        "russia | russian | moscow | kremlin | the russian side | russian federation "
        "| the aggressor | the enemy | the occupiers | the other side | occupier"
    ),
    "ua": (
        "ukraine | ukrainian | ukrainians | kyiv | kiev | our defenders/people | zelensky "
        "| zelenskyy | zelenskiy | the ukrainian side | chernihiv | crimean tatar | azov"
    ),
    "to_russia": (
        "to russia | to the russian side | to moscow | to the russians | to the other "
        "| to the russian federation | to the enemy | russia got/received/receives/gets/took "
        "| moscow got/received/receives/gets/took | the russian side got/received/receives/took "
        "| the opposing side | to the opposing side | to the opposite side | to their side"
    ),
    "to_ukraine": (
        "to ukraine | to kyiv | to the ukrainian side | to ukrainian | territory under government"
    ),
    "to_ukraine.got": "ukraine/kyiv got/received",
    "ru_source": (
        "russian/russia defence/defense ministry | moscow says/said/claims/claimed/put/spoke "
        "| ministry of defence/defense of russia/the russian? federation? "
        "| russian lawmaker/official/officials | according to moscow/russia | russian telegram "
        "| russian media | kremlin spokes* | medinsky | russian state | moskalkova | peskov "
        "| russian negotiator | russian ombudsman "
        "| russia says/said/claims/claimed/put/maintains "
        "| the russian side says/said/claims/claimed/put "
        "| russian sources/channels/propaganda/authorities/ombudswoman | russian commissioner "
        "| tass | ria | the kremlin says/said/claims/claimed "
        "| russian human rights commissioner | russia's ministry "
        "| moscow's defence/defense ministry | moscow's ministry | russian news agencies/agency "
        "| russian military | the russian side reported | russia reported | moscow "
        "reported/reports | russia's defence/defense ministry | russian mod | kremlin | "
        "russia's ombudswoman/ombudsman | pro-russian channels | according to the russian "
        "side | moscow for its part said | russian defence/defense department/authorities"
    ),
    "ua_source": (
        "headquarters for the treatment of prisoners of war | headquarters for the treatment of "
        "prisoners | headquarters for prisoners of war | headquarters for prisoners | "
        "coordination/coordinating headquarters/staff/centre/center/hq | zelensky | zelenskyy "
        "| president office | office of the president | presidential office | lubinets "
        "| ombudsman | ukrainian officials | yermak | budanov | ukrainian ombudsman/authorities "
        "| ukrinform | kyiv said | human rights commissioner | ukraine's | ukrainian president "
        "| yusov | umerov | headquarters"
    ),
    "foreign": (
        "the west | hamas | israel* | gaza | palestin* | hezbollah | houthi* | yemen* "
        "| armenia* | azerbaijan* | taliban | venezuela* | syria* | sudan* | gershkovich "
        "| india* | pakistan* | nigeria* | myanmar | congo* | colombia* | lebanon | lebanese "
        "| thai* | cambodia* | libya* | iran* | somalia* | sahel | eritrea* | ethiopia* "
        "| tigray* | korea* | kosovo | serbia* | georgia*"
    ),
    "mediator.AE": (
        "united arab emirates | UAE | emirati | emiratis | emirates | abu dhabi "
        "| the emirates | emirati side | abu dhabi's"
    ),
    "mediator.TR": "turkey | türkiye | turkish | turkiye | ankara | erdogan | erdoğan",
    "mediator.SA": (
        "saudi arabia | saudi | saudis | riyadh | kingdom of saudi arabia | saudi crown prince"
    ),
    "mediator.VA": "vatican | holy see | pope | cardinal zuppi | pope francis | pope leo",
    "mediator.QA": "qatar | qatari | doha",
    "mediator.US": (
        "united states | US | USA | american | americans | washington | u.s | trump "
        "| america | america's | white house | u.s. | the states"
    ),
    "mediator.ICRC": "international committee of the red cross | ICRC | red cross",
    "mediator.CH": "switzerland | swiss",
    "mediator.HU": "hungary | hungarian",
    "mediate": (
        "mediated | mediation | mediating | mediator | mediators | mediate | brokered "
        "| brokering | broker | brokers | go-between | go-betweens | intermediary "
        "| intermediaries | interceded | intercession "
        "| helped to? arrange/organise/organize/broker/secure/free/negotiate/bring/facilitate "
        "| helping to? arrange/organise/organize/broker/secure/free/bring/facilitate "
        "| helps free | helped free | assisted in | have assisted | assisted | assistance in "
        "| assistance | facilitated | facilitating | good offices | facilitation | helped make "
        "| helped with | help in | help of | thanks to | support of | for their help "
        "| for its help | for helping | thank | thanked | grateful | gratitude | intervened "
        "| efforts of | intermediation | with help from | middleman "
        "| played a part in arranging | aided in | helped bring about | instrumental "
        "| participation of | involvement of | for its role | for their role "
        "| helped put together | helped set up | helped the two sides "
        "| mediates | mediatory | interceding | intercede | acted as intermediary | helped to? "
        "get/make/carry/return/release/conduct/prepare | helping to? "
        "get/make/carry/return/release/conduct/prepare | go between | lent their good offices "
        "| lent its good offices | assistance of | assisting | whose help | role of | with "
        "the aid of | honest broker | mediators' | helps to? arrange/broker/free | thankful | "
        "appreciation | participation | efforts by | the help of | through the offices"
    ),
    "mediate.firm": (
        "mediated | mediation | mediating | mediator | mediators | brokered | brokering "
        "| go-between | go-betweens | intermediary | intermediaries | interceded "
        "| mediates | go between | intermediation | interceding"
    ),
    "host": (
        "hosted | hosting | host | talks in | met in | meeting in | visited | visit | visits "
        "| access to | been visited"
    ),
    # --- the scope of a total ------------------------------------------------------------------
    "since": (
        "since | from the beginning/start/outset of | from the first day/days of | during "
        "| throughout | in the course of | over the course of | in the years of "
        "| starting from | beginning with | counting from | dating from | ever since | from the "
        "start | from the beginning"
    ),
    "war": (
        "of the war/invasion | of the? full scale russian? invasion/war "
        "| full scale russian? invasion/war/aggression | the invasion "
        "| large scale invasion/war | the war | all-out war/invasion | russia's? invasion "
        "| the whole war | the entire war | russian invasion | full fledged war/invasion "
        "| of full scale war/invasion | large war | big war | russia's full scale invasion/war "
        "| all out invasion | great war"
    ),
    "scope.all": (
        "to date | so far | overall | as a whole | by now "
        "| up to now | to this day | until now | up to date | now been "
        "| as of today | in all exchanges/swaps | since exchanges began | over the whole war | "
        "in every exchange so far | since the first exchange | through exchanges so far | "
        "from the very first exchange"
    ),
    "scope.weak": ("already"),
    "scope.total": (
        "in total | a total of | total | totally "
        "| all told | in all | altogether | in sum | taken together | combined total | the "
        "total"
    ),
    "scope.same": (
        "in that time | over that time | during that time | over this period | in this period "
        "| since then | during this time | over this time | in that period | during that period"
    ),
    "scope.year": (
        "this year | the year | the current year | this year's | a year in which "
        "| the beginning of the year | the start of the year | of the year | since january "
        "| year to date "
        "| so far this year | of this year | since the year began | since new year | since the "
        "new year | this calendar year | year so far | since the turn of the year | since 1 "
        "january | since january 1 "
        "| over the year | in the course of the year | during the year | throughout the year | "
        "in the past year | this whole year | the whole year"
    ),
    "scope.other": (
        "in a week | this week | this month | in a month | in november | in days | month's "
        "| since summer | since the summer | since spring | in months | in weeks | of the week "
        "| of the month | last month | per week | within a week | in a row | in two weeks "
        "| in as many | in four days"
    ),
    "largest": (
        "the record | the largest | the biggest | record | largest | biggest | most numerous"
    ),
}

NUMBERS = NumberWords(
    units=forms(
        {
            1: "one",
            2: "two",
            3: "three",
            4: "four",
            5: "five",
            6: "six",
            7: "seven",
            8: "eight",
            9: "nine",
            10: "ten",
            11: "eleven",
            12: "twelve",
            13: "thirteen",
            14: "fourteen",
            15: "fifteen",
            16: "sixteen",
            17: "seventeen",
            18: "eighteen",
            19: "nineteen",
            20: "twenty",
            30: "thirty",
            40: "forty fourty",
            50: "fifty",
            60: "sixty",
            70: "seventy",
            80: "eighty",
            90: "ninety",
        }
    ),
    hundreds=forms({100: "hundred"}),
    multipliers=forms({1000: "thousand", 1_000_000: "million"}),
    dozens=forms({12: "dozen", 20: "score"}),
    halves=forms({1: "half"}),
    ordinals=forms(
        {
            1: "first",
            2: "second",
            3: "third",
            4: "fourth",
            5: "fifth",
            6: "sixth",
            7: "seventh",
            8: "eighth",
            9: "ninth",
            10: "tenth",
            11: "eleventh",
            12: "twelfth",
            13: "thirteenth",
            14: "fourteenth",
            15: "fifteenth",
            16: "sixteenth",
            17: "seventeenth",
            18: "eighteenth",
            19: "nineteenth",
            20: "twentieth",
            30: "thirtieth",
            40: "fortieth",
            50: "fiftieth",
            60: "sixtieth",
            70: "seventieth",
            80: "eightieth",
            90: "ninetieth",
            100: "hundredth",
        }
    ),
    ordinal_suffixes=words("st nd rd th"),
    cardinal_suffixes=frozenset(),
    fractions=words("third thirds quarter quarters fifths tenths half halves"),
    joining=words("and a"),
    numbering=words("no number nr"),
    out_of=words("of"),
    out_of_fill=words("the those these all"),
    between_equals=words("for"),
    between=words("between from"),
    between_range=words("to"),
)

BOUNDS: dict[str, str] = {
    "bound.about": (
        "about | around | roughly | approximately | nearly | almost | some | circa | close to "
        "| or so | an estimated | in the region of"
    ),
    "bound.at_least": (
        "more than | over | at least | no fewer than | not less than | no less than "
        "| not fewer than | upwards of | in excess of | a minimum of"
    ),
    "bound.at_most": (
        "up to | fewer than | less than | no more than | not more than | at most | under"
    ),
}

DATES = DateWords(
    months=forms(
        {
            1: "january jan",
            2: "february feb",
            3: "march mar",
            4: "april apr",
            5: "may",
            6: "june jun",
            7: "july jul",
            8: "august aug",
            9: "september sept sep",
            10: "october oct",
            11: "november nov",
            12: "december dec",
        }
    ),
    weekdays=forms(
        {
            0: "monday",
            1: "tuesday",
            2: "wednesday",
            3: "thursday",
            4: "friday",
            5: "saturday",
            6: "sunday",
        }
    ),
    days_back=forms({0: "today tonight", 1: "yesterday"}),
    phrases_back={("the", "day", "before"): 1, ("a", "day", "earlier"): 1},
    span_units=words("day days week weeks month months year years"),
    ago=words("ago earlier before prior previously"),
    this_year=words("this"),
    last_year=words("last"),
    year_nouns=words("year"),
    before_year=words("in of since from until till by during before after and between early late"),
    day_joiners=words("of the"),
    toward_night=words("into"),
)

ENGLISH = Language(
    code="en",
    phrases={**PHRASES, **BOUNDS},
    numbers=NUMBERS,
    dates=DATES,
    stops=words(
        "for at by with in on to into after before who whom whose which that and or but as when "
        "where while because since during under over near between behind inside outside about"
    ),
    conjunctions=words("and while plus but or whereas"),
    others=words("other others another more further"),
    units_of_troops=("regiment", "brigade", "battalion", "company", "platoon", "corps"),
    singular=words(
        "man woman male female civilian officer sergeant soldier serviceman servicewoman defender "
        "fighter warrior person prisoner captive sailor hero member policeman policewoman "
        "guardsman ukrainian citizen hostage detainee individual marine combatant"
    ),
    abbreviations=words(
        "incl approx ca govt dept est jan feb mar apr jun jul aug sept sep oct nov dec mr mrs ms "
        "dr gen col lt st no vs il "
        "u s brig maj capt sgt rev prof"
    ),
)
